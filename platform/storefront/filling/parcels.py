"""Parcels for whoever holds them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from customs.ports import registry as ports
from orders.logistics.public import Provenance, PublicParcel
from storefront.countries import country
from storefront.filling.arriving import arrival_of
from storefront.filling.language import language
from storefront.filling.orders import tone
from storefront.filling.steps import points_of
from storefront.presentation import Price
from storefront.presentation.parcels import ParcelView, ProvenanceView, TracedGoods


def parcel_view(found: PublicParcel) -> ParcelView:
    return ParcelView(
        number=found.number,
        mode=found.mode,
        state_text=found.word.text,
        tone=tone(found.word.code),
        slips=tuple((slip.leg, slip.carrier, slip.number) for slip in found.slips),
        track=points_of(reversed(found.way)),
        eta=arrival_of(found.expected),
        late=found.expected is not None and found.expected.late,
        track_url=reverse("storefront:parcel", args=[found.token]),
        trace_url=reverse("storefront:trace", args=[found.token]),
    )


def provenance_view(found: Provenance) -> ProvenanceView:
    return ProvenanceView(
        parcel=parcel_view(found.parcel),
        supplier=found.supplier,
        warehouse=found.warehouse,
        country=country(found.warehouse_country),
        port=ports.data(found.port).name(language()) if found.port in ports.codes() else found.port,
        list_number=found.list_number,
        released_at=found.released_at,
        tax=_tax(found),
        goods=tuple(
            TracedGoods(
                line.title,
                line.option,
                country(line.origin) if line.origin else None,
                line.quantity,
                line.batches,
            )
            for line in found.lines
        ),
    )


def _tax(found: Provenance) -> str:
    if found.tax_outcome == "domestic":
        return _("Import tax was paid when the goods entered China")
    if found.tax_outcome == "waived":
        return _("Import tax waived: 50 yuan or less")
    if found.tax_outcome == "taxed":
        return _("Import tax of %(tax)s paid") % {"tax": Price.of(found.tax).text}
    return ""
