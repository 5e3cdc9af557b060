"""The way of a filing: prepared, submitted, approved or returned with a reason, and prepared again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.selectors import offers
from catalog.types import TradeFacts
from customs import ports
from customs.models import Filing
from customs.rules import elements, profile
from customs.rules.modes import Mode
from customs.rules.types import Finding
from customs.services.announcing import announce_filing
from customs.types import CustomsError, HeldBack, NoPort


class NotNow(CustomsError):
    """The filing is not where this step begins."""

    code = "filing_not_now"
    message = _("This filing is at another step by now.")


class NoSuchGoods(CustomsError):
    code = "filing_no_goods"
    message = _("There are no such goods, or they have no trade profile.")


class BadValidity(CustomsError):
    code = "filing_validity"
    message = _("A filing ends after it begins.")


def prepare(*, sku_id: int, port: str, now: datetime) -> Filing:
    """Take the goods' trade profile as it is now. Raises NoPort, NoSuchGoods, HeldBack (what the port would refuse),
    NotNow (it is submitted and not yet decided)."""
    if port not in ports.codes():
        raise NoPort()
    offer = offers([sku_id]).get(sku_id)
    if offer is None or offer.trade is None:
        raise NoSuchGoods()
    found = findings(offer.trade, offer.mode)
    if found:
        raise HeldBack(found)
    values = {"filed": filed(offer.trade), "state": Filing.State.PREPARED, "reason": "", "prepared_at": now,
              "submitted_at": None, "decided_at": None}  # fmt: skip
    with transaction.atomic():
        row = Filing.objects.select_for_update(no_key=True).filter(sku_id=sku_id, port=port).first()
        if row is None:
            return Filing.objects.create(sku_id=sku_id, port=port, **values)
        if row.state == Filing.State.SUBMITTED:
            raise NotNow()
        _write(row, **values)
        announce_filing(row)
        return row


def submit(*, filing_id: int, now: datetime) -> Filing:
    """It was handed to the port. Raises NotNow."""
    return _step(filing_id, Filing.State.PREPARED, state=Filing.State.SUBMITTED, submitted_at=now)


def approve(
    *,
    filing_id: int,
    number: str,
    now: datetime,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Filing:
    """The port gave it a number. Raises NotNow, BadValidity."""
    if valid_from and valid_until and valid_until < valid_from:
        raise BadValidity()
    return _step(
        filing_id,
        Filing.State.SUBMITTED,
        state=Filing.State.APPROVED,
        number=number,
        reason="",
        valid_from=valid_from,
        valid_until=valid_until,
        decided_at=now,
    )


def return_(*, filing_id: int, reason: str, now: datetime) -> Filing:
    """The port sent it back. Raises NotNow."""
    return _step(
        filing_id, Filing.State.SUBMITTED, state=Filing.State.RETURNED, reason=reason[:500], decided_at=now
    )


def findings(trade: TradeFacts, mode: str) -> list[Finding]:
    """What a port would refuse about the goods: codes, texts, units and the elements of the declaration.

    The item number in the account book is what a filing is for: it need not be there before.
    """
    known = profile.TradeProfile(
        hs_code=trade.hs_code,
        declared_name=trade.declared_name,
        gmodel=trade.declared_elements,
        brand="-",
        origin=trade.origin,
        unit=trade.unit,
        unit1=trade.unit1,
        factor1=trade.unit1_factor,
        unit2=trade.unit2,
        factor2=trade.unit2_factor,
        net_kg=trade.net_kg,
        gross_kg=trade.gross_kg,
        item_record_no="-",
        postal_article=trade.postal_article or "-",
        on_positive_list=True,
    )
    return [*profile.missing(known, Mode(mode)), *elements.check(trade.declared_elements)]


def filed(trade: TradeFacts) -> dict[str, Any]:
    """The profile's values as text, to be told apart from later ones."""
    return {name: "" if value is None else str(value) for name, value in asdict(trade).items()}


def said(found: Iterable[Finding]) -> str:
    return " ".join(finding.text(gettext) for finding in found)


def _step(filing_id: int, begins: str, **changes: Any) -> Filing:
    """Compare and set: of two who decide at once, one does."""
    with transaction.atomic():
        if Filing.objects.filter(pk=filing_id, state=begins).update(**changes) != 1:
            raise NotNow()
        row = Filing.objects.get(pk=filing_id)
        announce_filing(row)
        return row


def _write(row: Filing, **values: Any) -> None:
    Filing.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
