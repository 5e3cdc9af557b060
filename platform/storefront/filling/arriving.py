"""The day a parcel should arrive, in one sentence."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from orders.logistics.eta import Expected
from storefront.filling.language import language


def arrival_of(found: Expected | None) -> str:
    """One sentence: by when, and how many parcels were counted for it."""
    if found is None:
        return ""
    day = day_words(found.by)
    if found.late:
        return _("It should have arrived by %(day)s; we are sorry. Ask us if nothing moves.") % {"day": day}
    if found.parcels:
        said = _("Should arrive by %(day)s: nine in ten of the last %(count)s parcels this way did")
        return said % {"day": day, "count": found.parcels}
    return _("Should arrive by %(day)s") % {"day": day}


def day_words(day: date) -> str:
    return f"{day:%B} {day.day}" if language() == "en" else f"{day.month}月{day.day}日"
