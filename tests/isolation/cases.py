"""The case of each route: from the table, and for pages of the admin from its models and dialogs."""

from __future__ import annotations

import re

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import Model

from tenancy.tables import Ownership, ownership
from tests.isolation.routes import Route
from tests.isolation.table import ADMIN, BACK, OPENAPI, PLAIN, SELLER, STOREFRONT, Case, Excluded

_OF_MODEL = re.compile(r"^(?P<label>[a-z]+_[a-z]+)_(?P<what>[a-z_]+)$")


def case_of(route: Route) -> Case | Excluded | None:
    """How the route is tried, or None where the table does not know it."""
    key = route.key
    if key.startswith("openapi:"):
        return OPENAPI.get(key.removeprefix("openapi:"))
    if key.startswith("seller:"):
        return SELLER.get(key.removeprefix("seller:"))
    if key.startswith("storefront:"):
        return STOREFRONT.get(key.removeprefix("storefront:"))
    if key.startswith("admin:"):
        name = key.removeprefix("admin:")
        return ADMIN.get(name) or _of_model(name, route)
    if route.path.removeprefix("en/").startswith("admin/"):
        return _unnamed_admin(route)
    return PLAIN.get(key)


def _unnamed_admin(route: Route) -> Case | Excluded | None:
    """`admin/<app>/<model>/<id>/` leads to the change page; anything else leads to a page that is not there."""
    if "(?P<url>" in route.path:
        return Excluded("answers every other address of the admin with 404")
    app, model = route.path.removeprefix("en/").split("/")[1:3]
    return Case(
        {"object_id": _kind(apps.get_model(app, model))},
        also=BACK | {301: "to the change page, whatever the id"},
    )


def _dialog(model: type[Model], what: str) -> dict[str, str] | None:
    """The fields of the dialog behind a button of a detail page, filled in so that it is answered; None where it is
    no such button."""
    dialog = getattr(getattr(admin.site.get_model_admin(model), what, None), "dialog", None)
    if dialog is None:
        return None
    fields = dialog["form_class"].base_fields.items()
    return {name: _filled(field) for name, field in fields} | {"_form_submitted": "=1"}


def _filled(field: object) -> str:
    choices = list(getattr(field, "choices", ()))
    if choices:
        return f"={choices[-1][0]}"
    if isinstance(field, forms.RegexField):
        return "=330106"  # the one pattern that dialogs ask for is a district's code
    return "=2030-01-01" if isinstance(field, forms.DateField) else "=1"


def _kind(model: type[Model]) -> str:
    """Its rows' kind of id; rows above the malls that name no mall are nobody's, so any id is as good."""
    names_a_mall = model._meta.label in ("tenancy.Mall", "tenancy.Domain", "accounts.Membership")
    is_of_a_mall = ownership(model) is not Ownership.ABOVE or names_a_mall
    return model._meta.label_lower if is_of_a_mall else "tenancy.mall"


def _of_model(name: str, route: Route) -> Case | Excluded | None:
    found = _OF_MODEL.match(name)
    model = next(
        (
            model
            for model in apps.get_models()
            if found and name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
        ),
        None,
    )
    if model is None:
        return None
    what = name.removeprefix(f"{model._meta.app_label}_{model._meta.model_name}_")
    label = _kind(model)
    links = {f.name: _kind(f.related_model) for f in model._meta.local_fields if f.is_relation}
    if what == "changelist":
        actions = [
            action for action in admin.site.get_model_admin(model).actions or () if isinstance(action, str)
        ]
        chosen = [
            {"action": f"={a}", "_selected_action": label, "index": "=0"}
            for a in (*actions, "delete_selected")
        ]
        return Case(query={"q": "title"}, bodies=tuple(chosen))
    if "object_id" in route.parameters:
        dialog = _dialog(model, what)
        body = {"post": "=yes"} | links | (dialog or {})
        return Case({"object_id": label}, bodies=(body,), also=BACK, asks_first=dialog is not None)
    return Case(query=links, bodies=(links,))
