"""Which mall lives at a host: exact match among verified domains, and no default."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef, Subquery

from tenancy.models import Domain, Mall

_HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")
_KEPT_SECONDS = 5.0
_KEPT_AT_MOST = 10_000
_known: dict[str, tuple[float, HostedMall | None]] = {}


@dataclass(frozen=True, slots=True)
class HostedMall:
    """What every page needs of the mall it stands in; read once, shared by requests for five seconds."""

    id: int
    code: str
    names: dict[str, str]
    slogans: dict[str, str]
    licence: str
    company_name: str
    brand_colour: str
    accent_colour: str
    content_version: int
    host: str
    main_host: str
    """Where search engines and shared links are sent: the primary verified host, whichever the page was asked at."""


def bare_host(header: str) -> str | None:
    """The host of a Host header, lower case, without its port; None where it is not a host name."""
    host = header.rsplit(":", 1)[0] if re.search(r":\d{1,5}$", header) else header
    host = host.lower()
    return host if _HOST.match(host) and ".." not in host else None


def find(header: str) -> HostedMall | None:
    host = bare_host(header)
    if host is None:
        return None
    now = time.monotonic()
    kept = _known.get(host)
    if kept and kept[0] > now:
        return kept[1]
    if len(_known) >= _KEPT_AT_MOST:
        _known.clear()
    mall = _read(host)
    _known[host] = (now + _KEPT_SECONDS, mall)
    return mall


def forget() -> None:
    _known.clear()


def _read(host: str) -> HostedMall | None:
    verified = Domain.objects.filter(mall=OuterRef("mall"), verified_at__isnull=False)
    domain = (
        Domain.objects.select_related("mall")
        .annotate(main_host=Subquery(verified.order_by("-is_primary", "pk").values("host")[:1]))
        .filter(host=host, verified_at__isnull=False, mall__state=Mall.State.OPEN)
        .first()
    )
    if domain is None:
        return None
    mall = domain.mall
    return HostedMall(
        id=mall.pk,
        code=mall.code,
        names={"zh-hans": mall.name_zh_hans or mall.name, "en": mall.name_en or mall.name},  # type: ignore[attr-defined]
        slogans={"zh-hans": mall.slogan_zh_hans or "", "en": mall.slogan_en or ""},  # type: ignore[attr-defined]
        licence=mall.licence,
        company_name=mall.company_name,
        brand_colour=mall.brand_colour,
        accent_colour=mall.accent_colour,
        content_version=mall.content_version,
        host=host,
        main_host=domain.main_host,
    )


def address_of(mall_id: int, path: str = "/") -> str:
    """A mall's own address, from the table of domains and never from a request."""
    host = (
        Domain.objects.filter(mall_id=mall_id, verified_at__isnull=False)
        .order_by("-is_primary", "pk")
        .values_list("host", flat=True)[0]
    )
    port = settings.PUBLIC_PORT
    usual = {"http": 80, "https": 443}[settings.PUBLIC_SCHEME]
    return f"{settings.PUBLIC_SCHEME}://{host}{'' if port == usual else f':{port}'}{path}"
