"""May this SKU be sold, in which mode, at which port, and if not, why and who puts it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from catalog.selectors import offers
from catalog.types import Offer, TradeFacts
from customs import ports
from customs.messages.times import BEIJING
from customs.models import Filing, PortAccount
from customs.rules import limits, profile
from customs.rules.modes import RULES, Mode, ModeRule
from customs.rules.types import Finding, Mender, noop
from tax.services.tables import current_tables


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mode at one port (empty for modes that pass no port of ours). No reasons: it may."""

    mode: Mode
    port: str
    reasons: tuple[Finding, ...]

    @property
    def may(self) -> bool:
        return not self.reasons


def may_sell(*, sku_id: int, now: datetime) -> list[Verdict]:
    """Every mode at every port of the mall; those that may come first. Empty where there is no such SKU."""
    offer = offers([sku_id]).get(sku_id)
    if offer is None:
        return []
    accounts = list(PortAccount.objects.exclude(state=PortAccount.State.OFF).order_by("port"))
    verdicts = []
    for mode, rule in RULES.items():
        own = tuple(_of_goods(offer, rule, now))
        if not rule.declared:
            verdicts.append(Verdict(mode, "", own))
        elif not accounts:
            verdicts.append(Verdict(mode, "", (*own, _no_port())))
        verdicts += [
            Verdict(mode, a.port, (*own, *_at_port(offer, a, now))) for a in accounts if rule.declared
        ]
    return sorted(verdicts, key=lambda verdict: not verdict.may)


def _of_goods(offer: Offer, rule: ModeRule, now: datetime) -> list[Finding]:
    if offer.trade is None:
        return [Finding("profile.none", "profile", noop("The goods have no trade profile."), Mender.SUPPLIER)]
    day = now.astimezone(BEIJING).date()
    found = profile.missing(profile_of(offer.trade, day), rule.mode)
    if rule.has_limits:
        found += limits.check(value=offer.unit_price, pieces=1, used=Decimal("0.00"), day=day)
    return found


def _at_port(offer: Offer, account: PortAccount, now: datetime) -> list[Finding]:
    if not account.needs_filing:
        return []
    today = now.astimezone(BEIJING).date()
    in_date = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    filed = Filing.objects.filter(
        in_date, begun, sku_id=offer.sku_id, port=account.port, state=Filing.State.APPROVED
    )
    if filed.exists():
        return []
    says = noop("The goods %(sku)s have no filing at this port that is approved and in date.")
    return [Finding("filing.missing", "filing", says, Mender.OPERATOR, {"sku": offer.sku_code})]


def _no_port() -> Finding:
    return Finding("port.none", "port", noop("The mall has no port that is switched on."), Mender.OPERATOR)


def profile_of(trade: TradeFacts, day: date) -> profile.TradeProfile:
    return profile.TradeProfile(
        hs_code=trade.hs_code,
        declared_name=trade.declared_name,
        gmodel=trade.declared_elements,
        brand=trade.declared_elements,
        origin=trade.origin,
        unit=trade.unit,
        unit1=trade.unit1,
        factor1=trade.unit1_factor,
        unit2=trade.unit2,
        factor2=trade.unit2_factor,
        net_kg=trade.net_kg,
        gross_kg=trade.gross_kg,
        item_record_no=trade.record_no,
        postal_article=trade.postal_article,
        on_positive_list=is_listed(trade.hs_code, day),
    )


def is_listed(hs_code: str, day: date) -> bool:
    """正面清单: as the rate tables in force have it; what they do not know is not sold as cross-border goods."""
    row = current_tables().hs(hs_code, day)
    return bool(row and row.on_list)


def port_label(code: str, language: str) -> str:
    return ports.data(code).name(language) if code in ports.codes() else code
