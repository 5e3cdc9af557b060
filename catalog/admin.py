"""Catalogue for operators: categories, products through their states, SKUs and what customs knows of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from catalog import desk as desk
from catalog.models import Category, Product, Sku, TradeProfile
from catalog.services import review
from catalog.services.bundles import set_bundle
from catalog.services.keep import ProductFields, SkuFields, keep_product, keep_sku
from catalog.services.states import change_state
from catalog.services.struck import check_struck_price
from catalog.supply.making import parts_in, read_parts
from catalog.types import CatalogError
from content.services import move_address
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    Text,
    Words,
    badge,
    column,
    link,
    money,
    state,
    time,
    verb,
    yuan,
)
from tenancy.bilingual import own_pairs, own_words

STATES = Words(
    {
        "draft": (Product.State.DRAFT.label, ""),
        "submitted": (Product.State.SUBMITTED.label, "warning"),
        "approved": (Product.State.APPROVED.label, "info"),
        "listed": (Product.State.LISTED.label, "success"),
        "delisted": (Product.State.DELISTED.label, ""),
        "recalled": (Product.State.RECALLED.label, "danger"),
    }
)
SKU_STATES = Words(
    {"active": (Sku.State.ACTIVE.label, "success"), "inactive": (Sku.State.INACTIVE.label, "")}
)


@admin.register(Category)
class CategoryAdmin(MallAdmin):
    can_add = can_change = True
    list_display = ("name", "slug", "parent", "position_shown")
    list_select_related = ("parent",)
    search_fields = ("slug", "name_zh_hans", "name_en")
    fields = ("slug", "parent", "position")
    language_fields = ("name",)
    position_shown = column("position", _("position"))

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:  # links to the old address lead to the new one for ever
            move_address(kind="category", old=form.initial["slug"], new=obj.slug)


def _bulk(target: str, description: Text) -> Any:
    """An action over chosen products; what cannot change is named and stays as it is."""

    @admin.action(description=description, permissions=["act"])  # type: ignore[arg-type]
    def run(self: ProductAdmin, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        moved = 0
        for product in queryset:
            try:
                moved += change_state(
                    product_id=product.pk, state=target, now=timezone.now(), actor=_by(request)
                )
            except CatalogError as refused:
                self.message_user(request, f"{product.code}: {refused.message}", messages.ERROR)
        said = ngettext("%(count)d product changed.", "%(count)d products changed.", moved) % {"count": moved}
        self.message_user(request, said)

    run.__name__ = f"make_{target}"
    return run


def _by(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


def _one(target: str, name: str, description: Text, asks: Text, icon: str) -> Any:
    def run(self: Any, request: HttpRequest, product: Product, answers: dict[str, Any]) -> Text:
        changed = change_state(product_id=product.pk, state=target, now=timezone.now(), actor=_by(request))
        return _("Done.") if changed else _("Nothing to change.")

    run.__name__ = name
    return verb(description=description, asks=asks, refusals=(CatalogError,), icon=icon)(run)


@admin.register(Product)
class ProductAdmin(MallAdmin):
    can_change = True
    list_display = (
        "code_shown",
        "title",
        "state_shown",
        "mode",
        "supplier_shown",
        "category_shown",
        "price",
        "sold",
    )
    list_display_links = ("code_shown", "title")
    list_select_related = ("supplier", "category")
    list_filter = ("state", "mode")
    search_fields = ("code", "title_zh_hans", "title_en", "brand_zh_hans", "brand_en")
    ordering = ("position", "id")
    fields = (
        "code", "slug", "state_shown", "supplier_shown", "warehouse_shown", "mode", "origin", "category",
        "position", "listed", "sold", "review_note",
    )  # fmt: skip
    readonly_fields = (
        "review_note", "code", "slug", "state_shown", "supplier_shown", "warehouse_shown", "mode", "origin", "listed",
        "sold",
    )  # fmt: skip
    language_fields = ("brand", "title", "subtitle", "description")
    actions = ("make_approved", "make_listed", "make_delisted")
    actions_detail = ("approve", "send_back", "list_now", "delist", "recall")

    code_shown = column("code", _("code"))
    state_shown = state("state", _("state"), STATES)
    supplier_shown = column("supplier", _("supplier"), link)
    warehouse_shown = column("warehouse", _("warehouse"), link)
    category_shown = column("category", _("category"))
    price = money("price_from", _("price from"))
    listed = time("listed_at", _("listed at"))
    make_approved = _bulk("approved", _("Approve"))
    make_listed = _bulk("listed", _("Put on sale"))
    make_delisted = _bulk("delisted", _("Take off sale"))
    approve = _one(
        "approved", "approve", _("Approve"), _("The product is in order; it is not on sale yet."), "check"
    )
    list_now = _one(
        "listed", "list_now", _("Put on sale"), _("Shoppers see and buy it at once."), "storefront"
    )
    delist = _one(
        "delisted", "delist", _("Take off sale"), _("It leaves the shelf; orders stay as they are."), "block"
    )

    @verb(
        description=_("Send back"),
        asks=_("It becomes a draft again; its supplier reads what must be mended."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="undo",
    )
    def send_back(self, request: HttpRequest, row: Product, answers: dict[str, Any]) -> Text:
        review.send_back(
            product_id=row.pk,
            version=row.version,
            reason=answers["reason"],
            now=timezone.now(),
            operator=_by(request),
        )
        return _("Done.")

    @verb(
        description=_("Recall"),
        asks=_("It leaves the shelf for ever, and everybody who bought it is told why and what to do."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="warning",
    )
    def recall(self, request: HttpRequest, row: Product, answers: dict[str, Any]) -> Text:
        review.recall(product_id=row.pk, reason=answers["reason"], now=timezone.now(), operator=_by(request))
        return _("It is recalled; its buyers are being told.")

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        texts = {name: own_words(obj, name) for name in self.language_fields}
        keep_product(
            fields=ProductFields(
                code=obj.code,
                slug=obj.slug,
                supplier_id=obj.supplier_id,
                category_id=obj.category_id,
                warehouse_id=obj.warehouse_id,
                mode=obj.mode,
                origin=obj.origin,
                position=obj.position,
                brand_id=obj.brand_record_id,
                label=obj.label,
                specifications=own_pairs(obj, "specifications"),
                **texts,
            )
        )

    def sections(self, request: HttpRequest, row: Product) -> list[Section]:
        skus = row.skus.all()
        told = [(name, value) for name, value in row.specifications or []]
        return [
            Section(
                _("SKUs"),
                (_("code"), _("option"), _("price"), _("struck price"), _("barcode"), _("state")),
                [
                    (
                        link(s),
                        s.option,
                        yuan(s.price),
                        yuan(s.struck_price),
                        s.barcode,
                        SKU_STATES.badge(s.state),
                    )
                    for s in skus
                ],
            ),
            Section(_("Specifications"), (_("name"), _("value")), told),
            Section(_("Chinese e-label"), (_("name"), _("value")), [(n, v) for n, v in row.label or []]),
        ]


class SkuForm(forms.ModelForm):
    """Prices that keep_sku would refuse are refused at the field."""

    def clean_price(self) -> Decimal:
        price: Decimal = self.cleaned_data["price"]
        if not Decimal("0") <= price < Decimal("1000000"):
            raise forms.ValidationError(_("This price is not possible."))
        return price

    def clean(self) -> dict[str, Any]:
        """A new struck price stands above the price, and was really asked in the days before."""
        data: dict[str, Any] = super().clean() or {}
        price, struck = data.get("price"), data.get("struck_price")
        if struck is not None and price is not None and struck <= price:
            self.add_error("struck_price", _("A struck price stands above the price."))
        elif struck is not None and "struck_price" in self.changed_data:
            try:
                check_struck_price(sku_id=self.instance.pk, struck=struck, now=timezone.now())
            except CatalogError as refused:
                self.add_error("struck_price", str(refused))
        return data


class BundleForm(BaseDialogForm):
    """What a bundle is made of, as its supplier writes it."""

    parts = forms.CharField(
        label=_("What is in it"), max_length=2000, required=False, widget=UnfoldAdminTextareaWidget({"rows": 5}),
        help_text=_("One a line: the SKU's code and the pieces, such as HB-001-01 x 2. Left empty, it is no bundle."),
    )  # fmt: skip


@admin.register(Sku)
class SkuAdmin(MallAdmin):
    can_change = True
    form = SkuForm
    list_display = (
        "code",
        "product_shown",
        "option",
        "price_shown",
        "struck_shown",
        "barcode",
        "state_shown",
    )
    list_select_related = ("product",)
    list_filter = ("state",)
    search_fields = ("code", "barcode", "product__title_zh_hans", "product__title_en")
    ordering = ("code",)
    fields = ("code", "product_shown", "state_shown", "price", "struck_price", "barcode")
    readonly_fields = ("code", "product_shown", "state_shown")
    language_fields = ("option",)
    product_shown = column("product", _("product"), link, sort=False)
    state_shown = state("state", _("state"), SKU_STATES)
    price_shown = money("price", _("price"))
    struck_shown = money("struck_price", _("struck price"))
    actions_detail = ("make_bundle",)

    @verb(
        description=_("Make it a bundle"),
        asks=_(
            "It keeps its price, which its parts share to the fen; it has their stock and is declared as them."
        ),
        refusals=(CatalogError,),
        form=BundleForm,
        icon="package_2",
    )
    def make_bundle(self, request: HttpRequest, row: Sku, answers: dict[str, Any]) -> Text:
        parts = read_parts(answers["parts"])
        set_bundle(sku_id=row.pk, version=row.version, parts=parts)
        return _("It is a bundle now.") if parts else _("It is an ordinary SKU.")

    def save_model(self, request: HttpRequest, obj: Sku, form: Any, change: bool) -> None:
        fields = SkuFields(
            code=obj.code,
            price=obj.price,
            struck_price=obj.struck_price,
            barcode=obj.barcode,
            position=obj.position,
            option=own_words(obj, "option"),
        )
        keep_sku(product_id=obj.product_id, fields=fields, now=timezone.now())

    def sections(self, request: HttpRequest, row: Sku) -> list[Section]:
        return [
            Section(
                _("parts of bundles"),
                (_("SKU"), _("pieces"), _("price"), _("price in the bundle")),
                [
                    (part.code, part.quantity, yuan(part.own_price), yuan(part.unit_price))
                    for part in parts_in(row.pk)
                ],
            ),
            Section(
                _("Trade profile"),
                (
                    _("HS code"),
                    _("declared name"),
                    _("country of origin"),
                    _("net weight, kg"),
                    _("account book item"),
                ),
                [
                    (link(p, p.hs_code), p.declared_name, p.origin, f"{p.net_kg:f}", p.record_no)
                    for p in row.trade_profiles.all()
                ],
            ),
            Section(
                _("Stock"),
                (_("warehouse"), _("on hand"), _("reserved"), ""),
                [
                    (s.warehouse.name, s.on_hand, s.reserved, link(s, gettext("open")))
                    for s in row.stocks.select_related("warehouse")
                ],
            ),
        ]


@admin.register(TradeProfile)
class TradeProfileAdmin(MallAdmin):
    can_change = True
    list_display = ("sku_shown", "hs_code", "declared_name", "origin", "net", "record_no", "filed")
    list_select_related = ("sku",)
    search_fields = ("sku__code", "hs_code", "declared_name", "record_no")
    ordering = ("sku__code",)
    fields = (
        "sku_shown", "hs_code", "postal_article", "declared_name", "declared_elements", "origin", "unit", "unit1",
        "unit2", "net_kg", "gross_kg", "volume_cm3", "record_no",
    )  # fmt: skip
    readonly_fields = ("sku_shown",)
    sku_shown = column("sku", _("SKU"), link)
    net = column("net_kg", _("net weight, kg"), lambda value: f"{value:f}")

    @admin.display(description=_("filed"))
    def filed(self, row: TradeProfile) -> str:
        return badge(_("Filed"), "success") if row.record_no else badge(_("No account book item"), "warning")
