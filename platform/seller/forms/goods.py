"""Forms of a product, its SKUs and what customs must know. Rules are those of the catalogue."""

from __future__ import annotations

import re
import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand, Category, Mode, Product, Sku, TradeProfile
from catalog.selectors import words
from catalog.services.keep import ProductFields, SkuFields
from catalog.supply import warehouses
from catalog.types import TradeFacts
from customs.rules.codes import units
from seller.amounts import typed_amount
from seller.forms.company import _text, country_choices
from seller.frame import say
from tenancy.bilingual import columns, gathered, own_pairs, own_words


def categories() -> list[tuple[str, str]]:
    """Leaves and branches, each with its parents before it."""
    rows = {row.pk: row for row in Category.objects.all()}

    def path(row: Category) -> str:
        parent = rows.get(row.parent_id or 0)
        return f"{path(parent)} / {say(words(row, 'name'))}" if parent else say(words(row, "name"))

    return sorted(((str(pk), path(row)) for pk, row in rows.items()), key=lambda row: row[1])


def places() -> list[tuple[str, str]]:
    return [(str(row.pk), say(words(row, "name"))) for row in warehouses()]


def brands() -> list[tuple[str, str]]:
    rows = [(str(row.pk), say(words(row, "name"))) for row in Brand.objects.all()]
    return [("", _("another brand, named below")), *sorted(rows, key=lambda row: row[1])]  # type: ignore[list-item]


def unit_choices() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [
        ("", "–"),
        *((row.code, f"{row.code} {row.name(language)}") for row in units.table().rows.values()),
    ]


class PairsField(forms.CharField):
    """Lines of `name: value`, kept as [[name, value]]."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One a line, such as: Net weight: 800 g"), **kwargs,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{n}: {v}" for n, v in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        pairs = [re.split(r"[:\uff1a]", line, maxsplit=1) for line in text.splitlines() if line.strip()]
        if any(len(pair) != 2 or not pair[0].strip() for pair in pairs):
            raise forms.ValidationError(_("Each line needs a name, a colon and a value."))
        return [[name.strip(), value.strip()] for name, value in pairs]


class ProductForm(forms.Form):
    """A product in both languages."""

    use_required_attribute = False

    code = _text(_("Product code"), 60, required=False, help_text=_("Left empty, a code is generated."))
    category_id = forms.ChoiceField(label=_("Category"), choices=categories)
    mode = forms.ChoiceField(label=_("Customs mode"), choices=Mode.choices)
    warehouse_id = forms.ChoiceField(label=_("Ships from"), choices=places)
    origin = forms.ChoiceField(label=_("Country of origin"), choices=country_choices)
    brand_id = forms.ChoiceField(label=_("Brand of the mall"), choices=brands, required=False)
    brand_zh_hans, brand_en = _text(_("Brand"), 80, required=False), _text(_("Brand"), 80, required=False)
    title_zh_hans, title_en = _text(_("Title"), 200, required=False), _text(_("Title"), 200, required=False)
    subtitle_zh_hans = _text(_("Selling point"), 200, required=False)
    subtitle_en = _text(_("Selling point"), 200, required=False)
    description_zh_hans = _text(_("Description"), 20000, required=False, rows=5)
    description_en = _text(_("Description"), 20000, required=False, rows=5)
    specifications_zh_hans = PairsField(label=_("Specifications"))
    specifications_en = PairsField(label=_("Specifications"))
    label = PairsField(label=_("Chinese e-label"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        """Values by the names of ProductFields, without code and supplier."""
        data = self.cleaned_data
        texts = gathered(data, ("brand", "title", "subtitle", "description", "specifications"))
        brand_id = int(data["brand_id"]) if data["brand_id"] else None
        if brand_id is not None and not any(texts["brand"].values()):
            texts["brand"] = words(Brand.objects.get(pk=brand_id), "name")
        ids = {name: int(data[name]) for name in ("category_id", "warehouse_id")}
        plain = {name: data[name] for name in ("mode", "origin", "label")}
        return texts | ids | plain | {"brand_id": brand_id}

    def fields_of(self, supplier_id: int) -> ProductFields:
        """For a new product: code and address are made where none is given."""
        code = self.cleaned_data["code"] or f"P{secrets.token_hex(4).upper()}"
        return ProductFields(
            code=code,
            slug=slug_of(self.cleaned_data["title_en"], code),
            supplier_id=supplier_id,
            **self.changes(),
        )

    @staticmethod
    def initial_of(row: Product) -> dict[str, Any]:
        found = {name: getattr(row, name) for name in ("code", "mode", "origin", "label", "version")}
        found |= {"category_id": str(row.category_id), "warehouse_id": str(row.warehouse_id)}
        found["brand_id"] = str(row.brand_record_id or "")
        for name in ("brand", "title", "subtitle", "description"):
            found |= columns(name, own_words(row, name))
        return found | columns("specifications", own_pairs(row, "specifications"))


def slug_of(title: str, code: str) -> str:
    """An address that no other product of the mall has: the code is in it."""
    tail = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or secrets.token_hex(4)
    head = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[: 118 - len(tail)].strip("-")
    return f"{head}-{tail}" if head else tail


class AmountField(forms.CharField):
    """Yuan as people type them."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        amount = typed_amount(text)
        if amount is None:
            raise forms.ValidationError(_("Enter an amount such as 129.00."))
        return amount


class SkuForm(forms.Form):
    use_required_attribute = False

    code = _text(_("SKU code"), 60)
    option_zh_hans = _text(_("Option in Chinese"), 80, required=False)
    option_en = _text(_("Option in English"), 80, required=False)
    price = AmountField(label=_("Price in yuan, before import tax"), max_length=20)
    struck_price = AmountField(label=_("Struck price"), max_length=20, required=False)
    barcode = _text(_("Barcode"), 20, required=False)
    state = forms.ChoiceField(label=_("State"), choices=Sku.State.choices, initial="active", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("code", "price", "struck_price", "barcode")}
        return plain | gathered(data, ["option"])

    def fields_of(self) -> SkuFields:
        return SkuFields(**self.changes())

    @staticmethod
    def initial_of(row: Sku) -> dict[str, Any]:
        names = ("code", "barcode", "state", "version")
        return (
            {name: getattr(row, name) for name in names}
            | columns("option", own_words(row, "option"))
            | {
                "price": f"{row.price:f}",
                "struck_price": "" if row.struck_price is None else f"{row.struck_price:f}",
            }
        )


def _figure(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=14, decimal_places=5, min_value=Decimal("0"),
        help_text=help_text, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class TradeForm(forms.Form):
    """What customs must know of one piece. What a mode still lacks is told beside it, not refused here."""

    use_required_attribute = False

    hs_code = _text(_("HS code, 10 digits"), 10)
    declared_name = _text(_("Name for customs"), 250)
    declared_elements = _text(
        _("Declaration elements"), 510, rows=2,
        help_text=_(
            "Brand, specification and composition, as the tariff asks for this code, parted by “|”. "
            "The two codes in front (kind of brand, preference) are general knowledge of the trade, "
            "not confirmed by a source: ask your declarant."
        ),
    )  # fmt: skip
    origin = forms.ChoiceField(label=_("Country of origin"), choices=country_choices)
    unit = forms.ChoiceField(label=_("Unit of sale"), choices=unit_choices)
    unit1 = forms.ChoiceField(label=_("First statutory unit"), choices=unit_choices)
    unit1_factor = _figure(
        _("First statutory units in one piece"), required=True,
        help_text=_("Where the unit is kilogram, this is the net weight."),
    )  # fmt: skip
    unit2 = forms.ChoiceField(label=_("Second statutory unit"), choices=unit_choices, required=False)
    unit2_factor = _figure(_("Second statutory units in one piece"))
    net_kg = _figure(_("Net weight of one piece, kg"), required=True)
    gross_kg = _figure(_("Gross weight of one piece, kg"), required=True)
    volume_cm3 = forms.DecimalField(
        label=_("Volume of the pack, cm³"), required=False, max_digits=12, decimal_places=2, min_value=Decimal("0"),
        help_text=_("For freight by volume; may stay empty."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    content_amount = _figure(
        _("Content of one piece"), help_text=_("For taxes by litre or gram, such as 750.")
    )
    content_unit = forms.ChoiceField(
        label=_("Counted in"), required=False,
        choices=[("", "–"), ("g", "g"), ("kg", "kg"), ("ml", "ml"), ("l", "l"), ("piece", _("pieces"))],
    )  # fmt: skip
    record_no = _text(_("Record number in the bonded account book"), 30, required=False)
    postal_article = _text(_("Postal tax article, 8 digits"), 8, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> TradeFacts:
        data = self.cleaned_data
        return TradeFacts(**{name: data[name] for name in TradeFacts.__dataclass_fields__})

    @staticmethod
    def initial_of(sku: Sku, row: TradeProfile | None) -> dict[str, Any]:
        if row is None:
            return {"origin": sku.product.origin, "version": sku.version, "unit": "011"}
        found = {name: getattr(row, name) for name in TradeFacts.__dataclass_fields__}
        plain = {n: f"{v.normalize():f}" if isinstance(v, Decimal) else v for n, v in found.items()}
        return plain | {"version": sku.version}
