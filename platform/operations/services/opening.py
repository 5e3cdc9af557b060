"""Open a mall in one step (一步开店): the mall, its host, and who owns it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from accounts.services import give_membership
from operations import types
from operations.types import MallNotOpened
from tenancy import hosts
from tenancy.models import Domain, Mall

_CODE = re.compile(r"^[a-z][a-z0-9-]{1,39}$")
_COLOUR = re.compile(r"^#[0-9A-Fa-f]{6}$")


def open_mall(
    *,
    code: str,
    names: Mapping[str, str],
    host: str,
    now: datetime,
    slogans: Mapping[str, str] | None = None,
    company_code: str = "",
    company_name: str = "",
    licence: str = "",
    brand_colour: str = "#0B6E6E",
    accent_colour: str = "#FFB703",
    owner_id: int | None = None,
) -> Mall:
    """Make a mall that answers at `host` at once; its keys are made at their first use.

    `names` and `slogans` by language (`zh-hans`, `en`); `owner_id` is the operator who owns it. Raises
    MallNotOpened with the field's name, and then nothing was made.
    """
    slogans = slogans or {}
    host = _checked(code, names, host, (brand_colour, accent_colour))
    try:
        with transaction.atomic():
            mall = Mall.objects.create(
                code=code,
                name_zh_hans=names["zh-hans"].strip(),
                name_en=names["en"].strip(),
                slogan_zh_hans=slogans.get("zh-hans", ""),
                slogan_en=slogans.get("en", ""),
                company_code=company_code,
                company_name=company_name,
                licence=licence,
                brand_colour=brand_colour,
                accent_colour=accent_colour,
            )
            Domain.objects.create(mall=mall, host=host, is_primary=True, verified_at=now)
            if owner_id is not None:
                give_membership(user_id=owner_id, mall_id=mall.pk)
    except IntegrityError as error:  # opened by somebody else between our look and our insert
        raise _refused("code", types.CODE_TAKEN) from error
    hosts.forget()
    return mall


def _checked(code: str, names: Mapping[str, str], host: str, colours: tuple[str, ...]) -> str:
    """The host as it is stored. Raises MallNotOpened."""
    if not _CODE.match(code):
        raise _refused("code", types.CODE_WRONG)
    if not all(names.get(language, "").strip() for language in ("zh-hans", "en")):
        raise _refused("names", types.NAME_MISSING)
    if not all(map(_COLOUR.match, colours)):
        raise _refused("brand_colour", types.COLOUR_WRONG)
    bare = hosts.bare_host(host)
    if bare is None:
        raise _refused("host", types.HOST_WRONG)
    if bare == settings.CONSOLE_HOST or Domain.objects.filter(host=bare).exists():
        raise _refused("host", types.HOST_TAKEN)
    if Mall.objects.filter(code=code).exists():
        raise _refused("code", types.CODE_TAKEN)
    return bare


def _refused(field: str, message: str | Promise) -> MallNotOpened:
    return MallNotOpened(message, field=field)
