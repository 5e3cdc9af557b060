"""A shopper's copy (个人信息副本): everything the mall knows of the person, as JSON, with the pictures shown.

Every statement runs in the open mall, so that another mall's rows cannot come in. ID numbers stand masked: whoever
gets hold of the file must not get the number with it.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext, override

from accounts.selectors import (
    addresses_of,
    consents_of,
    favourites_of,
    login_changes_of,
    looks_at,
    profile_of,
    seen_by,
)
from catalog.reviews.selectors import pictures_by as review_pictures
from catalog.reviews.selectors import reviews_by
from notifications.selectors import messages_of
from orders.aftersale.selectors import pictures_by as request_pictures
from orders.aftersale.selectors import requests_in_full
from orders.selectors.personal import cart_in_full, orders_in_full

log = logging.getLogger(__name__)
_ALL = 100_000
MOST_PICTURES = 24 * 1024 * 1024
"""Bytes of pictures in one copy: it is made in memory, and kept sealed in one row."""
_ADDRESS = ("consignee", "phone", "province", "city", "district", "street", "is_default")
_CONSENT = ("name_masked", "number_masked", "consent_version", "consent_hash", "consented_at", "replaced_at")
_MESSAGE = ("kind", "title", "text", "created_at", "read_at")
_PROFILE = ("login", "display_name", "email", "phone", "language", "date_joined", "last_login")


def collected(shopper_id: int, now: datetime) -> dict[str, Any]:
    """Section -> rows; amounts in yuan as text, times in UTC."""
    return {
        "made_at": now,
        "profile": _row(profile_of(shopper_id), _PROFILE),
        "login_changes": _rows(login_changes_of(shopper_id), ("at", "old_end", "new_end", "proof")),
        "identities_and_consents": _rows(consents_of(shopper_id), _CONSENT),
        "looks_in_clear": _rows(looks_at(shopper_id), ("what", "reason", "actor", "at")),
        "addresses": _rows(addresses_of(shopper_id), _ADDRESS),
        "favourite_product_ids": favourites_of(shopper_id),
        "seen_product_ids": seen_by(shopper_id),
        "cart": cart_in_full(shopper_id),
        "orders": orders_in_full(shopper_id),
        "returns_and_refunds": requests_in_full(shopper_id),
        "reviews": reviews_by(shopper_id),
        "messages": _rows(messages_of(shopper_id, most=_ALL), _MESSAGE),
    }


def packed(shopper_id: int, language: str, now: datetime) -> bytes:
    """The zip: `data.json`, a page of words in the person's language, and the pictures as far as there is room; the
    newest first, and those without room are named.
    """
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        left_out = _pictures(zipped, shopper_id)
        told = collected(shopper_id, now) | {"pictures_left_out": left_out}
        data = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=False)
        zipped.writestr("data.json", data)
        with override(language):
            zipped.writestr("README.txt", _words(len(left_out)))
    return kept.getvalue()


def _pictures(zipped: zipfile.ZipFile, shopper_id: int) -> list[str]:
    """Put the shopper's pictures in. Returns the names of those that are too large together, or lost."""
    left_out, room = [], MOST_PICTURES
    for name, read in chain(request_pictures(shopper_id), review_pictures(shopper_id)):
        content = _read(read) if room > 0 else b""
        if not content or len(content) > room:
            left_out.append(name)
            continue
        room -= len(content)
        # Pictures are pressed already: pressing them again costs time and gains nothing.
        zipped.writestr(f"pictures/{name}", content, compress_type=zipfile.ZIP_STORED)
    return left_out


def _read(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except OSError as lost:
        log.warning("a picture of a shopper's copy cannot be read: %s", lost)
        return b""


def _words(left_out: int) -> str:
    said = gettext(
        "This is your copy of what this mall keeps about you. data.json holds it section by section; amounts are in"
        " yuan, times in UTC. ID numbers are masked here: the mall keeps them encrypted. pictures/ holds what you"
        " showed with returns and reviews. What you see that is wrong can be put right under My data."
    )
    if not left_out:
        return said
    more = gettext(
        "%(count)d pictures had no room here or are no longer there; data.json names them. You still see them with"
        " your returns and reviews in the mall."
    ) % {"count": left_out}
    return f"{said}\n\n{more}"


def _row(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _rows(rows: Iterable[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_row(row, names) for row in rows]
