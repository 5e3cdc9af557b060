"""The language of an answer: what the machine asks for in Accept-Language, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def asked_language(request: HttpRequest) -> str:
    """`zh-hans` or `en`. Pages tell their language by address and cookie; an address of the API is for all."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if code == "*":
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
