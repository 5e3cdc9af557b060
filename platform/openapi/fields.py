"""Fields of the API: ids and money travel as text, words in one language, and nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError

from orders.selectors.language import in_language

_BIGGEST = 2**63 - 1
_UNKNOWN = _("This field is not taken. Prices, states and owners are not the caller's to set.")


def read_id(text: str) -> int:
    """An id of a path. Raises NotFound for what cannot be one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else 0
    if not 0 < number <= _BIGGEST:
        raise NotFound()
    return number


@extend_schema_field({"type": "string", "pattern": "^[0-9]{1,19}$", "example": "1024"})
class IdField(serializers.Field):
    """Text in JSON, since numbers beyond 2^53 are not safe there."""

    default_error_messages = {"invalid": _("This is not an id.")}

    def to_internal_value(self, data: Any) -> int:
        try:
            return read_id(data if isinstance(data, str) else "")
        except NotFound:
            self.fail("invalid")

    def to_representation(self, value: Any) -> str:
        return str(value)


class MoneyField(serializers.DecimalField):
    """Yuan with two places, as text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **kwargs)


@extend_schema_field(OpenApiTypes.STR)
class WordsField(serializers.Field):
    """`{"zh-hans": …, "en": …}` in the language of the request; read only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Mapping[str, str]) -> str:
        return in_language(value, get_language() or "")


class Asked(serializers.Serializer):
    """A request's body: explicit fields, and a clear refusal of any other."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            for name in data:
                if name not in self.fields:
                    raise ValidationError({str(name)[:60]: [_UNKNOWN]}, code="unknown_field")
        return super().to_internal_value(data)


class Told(serializers.Serializer):
    """An answer's body."""


class ErrorBody(Told):
    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="For people, in the language of Accept-Language.")
    field = serializers.CharField(required=False, help_text="The field at fault, where one is.")
