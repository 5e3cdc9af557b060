"""How complete a product is, in both languages, and what each mode of customs still needs of its SKUs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Mode, Product, Sku, TradeProfile
from customs.rules import modes, profile
from customs.rules.types import Finding
from tax.services.tables import current_tables
from tenancy.bilingual import own_words, words


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there yet. `language` is `zh-hans`, `en`, or empty where it belongs to neither."""

    field: str
    language: str
    says: str | Promise


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` of what a finished product has; `gaps` in the order in which one fills a form."""

    percent: int
    gaps: tuple[Gap, ...]

    def of(self, language: str) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.language in ("", language))


_TEXTS = (
    ("title", _("Title")),
    ("brand", _("Brand")),
    ("subtitle", _("Selling point")),
    ("description", _("Description")),
    ("specifications", _("Specifications")),
)


def completeness(product: Product) -> Completeness:
    """Counted over texts in each language, pictures, the Chinese e-label, SKUs and their trade profiles."""
    wanted = [
        (Gap(name, language, says), bool(text))
        for name, says in _TEXTS
        for language, text in own_words(product, name).items()
    ]
    skus = list(
        product.skus.filter(state=Sku.State.ACTIVE).prefetch_related("trade_profiles", "bundle_items")
    )
    wanted += [
        (Gap("media", "", _("Pictures")), product.media.exists()),
        (Gap("label", "zh-hans", _("Chinese e-label")), bool(product.label)),
        (Gap("skus", "", _("SKUs")), bool(skus)),
        (Gap("prices", "", _("Prices")), bool(skus) and all(sku.price > 0 for sku in skus)),
        (
            Gap("trade_profiles", "", _("Trade profiles")),
            bool(skus) and all(sku.trade_profiles.all() or sku.bundle_items.all() for sku in skus),
        ),
    ]
    there = sum(found for _gap, found in wanted)
    return Completeness(100 * there // len(wanted), tuple(gap for gap, found in wanted if not found))


def profile_of(row: TradeProfile | None, brand: str, on: date) -> profile.TradeProfile:
    """The trade profile as the rules of customs read it; whether it is on the list is asked of the tax tables."""
    if row is None:
        return profile.TradeProfile(brand=brand)
    rates = current_tables().hs(row.hs_code, on) if row.hs_code else None
    return _profile(row, brand, on_list=rates.on_list if rates else None)


def _profile(row: TradeProfile, brand: str, *, on_list: bool | None) -> profile.TradeProfile:
    return profile.TradeProfile(
        hs_code=row.hs_code,
        declared_name=row.declared_name,
        gmodel=row.declared_elements,
        brand=brand,
        origin=row.origin,
        unit=row.unit,
        unit1=row.unit1,
        factor1=row.unit1_factor,
        unit2=row.unit2,
        factor2=row.unit2_factor,
        net_kg=row.net_kg,
        gross_kg=row.gross_kg,
        item_record_no=row.record_no,
        postal_article=row.postal_article,
        on_positive_list=on_list,
    )


def needs(sku: Sku, on: date) -> dict[str, list[Finding]]:
    """mode -> what a port would still refuse of this SKU; an empty list: it can be offered in that mode.

    A bundle needs what its parts need.
    """
    items = list(sku.bundle_items.select_related("component__product"))
    if items:
        parts = [needs(item.component, on) for item in items]
        return {mode: [finding for part in parts for finding in part[mode]] for mode in Mode.values}
    row = sku.trade_profiles.first()
    seen = profile_of(row, words(sku.product, "brand")["zh-hans"], on)
    return {mode: profile.missing(seen, modes.Mode(mode)) for mode in Mode.values}
