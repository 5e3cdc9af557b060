"""Labels of columns that no model names: their plain names, in the operator's language.

Django makes such a label from the field's name, past the catalogues. Setting it here leaves migrations alone.
"""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy

_THEIRS = ("django.", "allauth.")


def say_plain_labels() -> None:
    """Once, when all models are there."""
    for model in apps.get_models():
        if model.__module__.startswith(_THEIRS):
            continue
        for field in model._meta.local_fields:
            if field.verbose_name == field.name.replace("_", " "):
                field.verbose_name = gettext_lazy(field.verbose_name)
        meta = model._meta
        if isinstance(meta.verbose_name, str) and "verbose_name" not in meta.original_attrs:
            meta.verbose_name = gettext_lazy(meta.verbose_name)
            meta.verbose_name_plural = gettext_lazy(str(meta.verbose_name_plural))
