"""One order, all that its page shows: axes, packages, payments, and the timeline from ledger and carriers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext, override

from catalog.selectors import words as words_of
from customs.rules.modes import Mode, rule
from identifiers.provinces import province_of
from orders.lifecycle.summary import OPEN_REQUESTS, Axes, Word, summary, word_within
from orders.models import LedgerEntry, Order, Package
from orders.selectors.language import in_language, is_english
from orders.selectors.lists import line_view, lines_sold
from orders.selectors.parcels import companions, domestic, parcel_of
from orders.selectors.views import OrderPage, PackageView, PaymentView, Step
from orders.selectors.visible import visible_orders
from orders.selectors.words import advice, event_words, reason_words, status_words, word
from orders.states import Facts, why_not_cancel, why_not_change_address
from tenancy.actors import Actor, Kind


def order_page(number: str, actor: Actor | None, *, language: str = "zh-hans") -> OrderPage | None:
    """The order as the actor may see it, or None: not there, or not theirs. Eight statements, one
    more where packages share a parcel.

    A supplier sees its own packages only, and their steps.
    """
    order = _with_everything(visible_orders(actor)).filter(number=number).first()
    if order is None or actor is None:
        return None
    packages = [
        p for p in order.packages.all() if actor.kind is not Kind.SUPPLIER or p.supplier_id == actor.id
    ]
    with override(language):
        return _page(order, packages, language)


def _with_everything(orders: QuerySet[Order]) -> QuerySet[Order]:
    packages = (
        Package.objects.select_related("supplier", "warehouse")
        .prefetch_related(lines_sold())
        .order_by("sequence")
    )
    return orders.select_related("identity").prefetch_related(
        Prefetch("packages", packages),
        "packages__waybills__events",
        "payments",
        "ledger",
        "aftersale_requests",
    )


def _page(order: Order, packages: list[Package], language: str) -> OrderPage:
    parcels = tuple(parcel_of(package) for package in order.packages.all())
    facts = Facts(parcels=parcels, order=order.state, payment=order.payment_state, due=order.total)
    overall = summary(Axes(order.state, order.payment_state, parcels, _aftersale(order)))
    held = order.risk == "hold" and order.state == "paid"
    hours, text = advice("held" if held else overall.code)
    cannot, fixed = why_not_cancel(facts), why_not_change_address(facts)
    identity, together = order.identity, companions(packages)
    return OrderPage(
        id=order.pk,
        number=order.number,
        shopper_id=order.shopper_id,
        state=order.state,
        payment_state=order.payment_state,
        word=word(overall, language),
        advice=text,
        expected_hours=hours,
        goods=order.goods,
        freight=order.freight,
        discount=order.discount,
        tax=order.tax,
        total=order.total,
        consignee=order.consignee,
        phone=order.phone,
        address=order.address,
        province=province_of(order.district_code, order.address),
        orderer=identity.name_masked if identity else "",
        orderer_number=identity.number_masked if identity else "",
        notice_version=order.notice_version,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        closed_at=order.closed_at,
        cannot_cancel=gettext(cannot) if cannot else "",
        cannot_change_address=gettext(fixed) if fixed else "",
        point_of_no_return=order.state == "paid" and not cannot,
        wants_identity=any(p.clearance == "rejected" and p.mend == "identity" for p in packages),
        packages=tuple(_package(package, language, together, overall) for package in packages),
        payments=_payments(order, packages),
        timeline=tuple(sorted(_steps(order, packages, language), key=lambda step: step.at)),
    )


def _aftersale(order: Order) -> str:
    """The state of the request that is most open, `none` without one."""
    states = [request.state for request in order.aftersale_requests.all()]
    return next((state for state in states if state in OPEN_REQUESTS), "none")


def _package(
    package: Package, language: str, together: dict[int, tuple[str, ...]], overall: Word
) -> PackageView:
    ruled = rule(Mode(package.mode))
    waybill = domestic(package)
    return PackageView(
        id=package.pk,
        number=package.number,
        sequence=package.sequence,
        supplier_id=package.supplier_id,
        supplier_name=in_language(package.supplier.names, language),
        warehouse_id=package.warehouse_id,
        warehouse_name=in_language(words_of(package.warehouse, "name"), language),
        warehouse_country=package.warehouse.country,
        promised_days=package.warehouse.days_max,
        mode=package.mode,
        mode_name=ruled.name(language),
        declares=ruled.declared,
        clearance=package.clearance,
        fulfilment=package.fulfilment,
        word=word(word_within(parcel_of(package), overall), language),
        status=package.status,
        status_says=status_words(package.status, language),
        reason=reason_words(package.reason_code, package.reason, language),
        mend=package.mend,
        list_number=package.list_number,
        carrier=waybill.carrier_name if waybill else "",
        waybill=waybill.number if waybill else "",
        token=waybill.token if waybill else "",
        port=package.port,
        goods=package.goods,
        freight=package.freight,
        discount=package.discount,
        tax=package.tax,
        total=package.total,
        outcome=package.tax_outcome,
        lines=tuple(line_view(line, language) for line in package.lines.all()),
        released_at=package.released_at,
        dispatched_at=package.dispatched_at,
        signed_at=package.signed_at,
        closed=package.closed_at is not None,
        together=together.get(package.pk, ()),
    )


def _payments(order: Order, packages: list[Package]) -> tuple[PaymentView, ...]:
    numbers = {package.pk: package.number for package in packages}
    return tuple(
        PaymentView(
            row.pk,
            row.number,
            row.gateway,
            row.amount,
            row.state,
            numbers[row.package_id],
            row.code_url,
            row.paid_at,
        )
        for row in order.payments.all()
        if row.package_id in numbers
    )


def _steps(order: Order, packages: list[Package], language: str) -> Iterable[Step]:
    numbers = {package.pk: package.number for package in packages}
    told = (
        _told(entry, numbers, language)
        for entry in order.ledger.all()
        if entry.package_id is None or entry.package_id in numbers
    )
    return chain(told, *(_moved(package, language) for package in packages))


def _told(entry: LedgerEntry, numbers: dict[int, str], language: str) -> Step:
    return Step(
        at=entry.at,
        axis=entry.axis,
        event=entry.event,
        says=event_words(entry.axis, entry.event, entry.code, language),
        note=entry.note,
        code=entry.code,
        actor=entry.actor,
        package=numbers.get(entry.package_id or 0, ""),
    )


def _moved(package: Package, language: str) -> Iterable[Step]:
    """The carrier's own steps; their words are the logistics floor's."""
    for waybill in package.waybills.all():
        for event in waybill.events.all():
            place = event.place_en if is_english(language) and event.place_en else event.place
            yield Step(
                at=event.at, axis="tracking", event=event.code, says=event.code, place=place,
                actor=event.source, package=package.number,
            )  # fmt: skip
