"""Where customs looks at the goods of an order (itemLink): the mall's own page of them, or a shop elsewhere."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.utils.translation import gettext as _

from customs.ports.addresses import is_url
from orders.models import Line
from tenancy.hosts import address_of
from tenancy.scope import current_mall_id

PLACES = ("product", "slug", "sku")
"""What may stand in braces: the product's number, the name in its address, the SKU's code as it was sold."""
_BRACED = re.compile(r"\{([^{}]*)\}")
_LONGEST = 3000


def checked(template: str) -> str:
    """The template, trimmed; empty: the mall's own pages. Raises ValueError for what leads to no goods."""
    template = template.strip()
    if not template:
        return ""
    named = _BRACED.findall(template)
    if not named or set(named) - set(PLACES) or "{" in _BRACED.sub("", template):
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        raise ValueError(
            _("The address of a product names it by %(known)s, and holds no other braces.") % {"known": known}
        )
    if not is_url(_BRACED.sub("1", template)):
        raise ValueError(_("An address that begins with http:// or https:// is wanted."))
    return template


def link_to(line: Line, template: str) -> str:
    """Of goods as they were sold. Without a template the product's own page at the mall's main host."""
    values = {"product": str(line.sku.product_id), "slug": line.slug, "sku": line.sku_code}
    if not template:
        path = f"/p/{values['product']}" + (f"-{quote(line.slug, safe='')}" if line.slug else "")
        return address_of(current_mall_id(), path)[:_LONGEST]
    return _BRACED.sub(lambda found: quote(values[found[1]], safe=""), template)[:_LONGEST]
