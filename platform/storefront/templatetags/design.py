"""Small tags the components share: icons, flags, badges, the twin of a page in the other language."""

import json
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from identifiers.provinces import name_of, province_of
from identifiers.regions import cities
from storefront import components
from storefront.flags import FLAGS
from storefront.presentation import ModeView, mode_view

register = template.Library()

LANGUAGE_PREFIXES = {"zh-hans": "", "en": "/en"}
# The same replacements as Django's json_script: a product's name must not be able to close the block.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def component(template_name: str, **given: Any) -> SafeString:
    """A component by its template, given all it shows; like an include with `only`, and written once per content."""
    return components.component(template_name, given)


# A page draws hundreds of these and there are few of them: each is written once per process.
@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """A decorative icon of the sprite; words beside it carry the meaning. ``size``: "", "s", "l" or "xl"."""
    style = f"icon icon-{size}" if size else "icon"
    href = static("storefront/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', style, href, name
    )


@register.simple_tag
@lru_cache(maxsize=128)
def flag(iso: str) -> SafeString:
    """A decorative flag; an unknown code gets the globe. The country's name always stands beside it."""
    code = str(iso).lower()
    name = code if code in FLAGS else "globe"
    return format_html(
        '<svg class="flag" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("storefront/flags.svg"),
        name,
    )


@register.filter
def mode(code: str) -> ModeView | None:
    return mode_view(code)


@register.simple_tag
@lru_cache(maxsize=16)
def stars(halves: int) -> SafeString:
    """Five stars, ``halves`` of their ten halves lit; the figure beside them carries the meaning."""
    return format_html(
        '<svg class="stars" aria-hidden="true" focusable="false"><use href="{}#stars-{}"/></svg>',
        static("storefront/icons.svg"),
        halves,
    )


@register.simple_tag
def regions() -> list[dict[str, Any]]:
    """Provinces with their short English names and their cities, for the lists beside an address's fields."""
    return [
        {"name": name, "english": name_of(province_of("", name), "en"), "cities": found}
        for name, found in cities().items()
    ]


@register.filter
def halves(rating: float | None) -> int:
    """0 to 10 for a rating of 0 to 5."""
    return max(0, min(10, round(float(rating or 0) * 2)))


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    # Safe: JSON_ESCAPES leaves nothing that could end the script block.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(JSON_ESCAPES)
    return mark_safe(text)


def twin_path(path: str, language: str) -> str:
    """``path`` in ``language``: Chinese stands without a prefix, English under /en/."""
    bare = path[3:] if path == "/en" or path.startswith("/en/") else path
    return f"{LANGUAGE_PREFIXES[language]}{bare or '/'}"


@register.simple_tag(takes_context=True)
def twin(context: dict[str, Any], language: str, with_query: bool = False) -> str:
    """Address of this page in the other language; "" prefix-less home where there is no request (errors)."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return twin_path("/", language)
    path = twin_path(request.path, language)
    query = request.GET.urlencode()
    return f"{path}?{query}" if with_query and query else path


@register.simple_tag
def home_path() -> str:
    """Home in the language of the page, without a URL configuration: error pages use it."""
    return twin_path("/", "en" if get_language() == "en" else "zh-hans")
