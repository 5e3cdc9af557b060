"""Two malls: A, full of marks, and B, whose people try A's ids."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from accounts.sessions import SessionStore
from catalog.inventory.models import Batch, Stock
from catalog.models import BundleItem, Complaint, Media, PriceTier, Product
from catalog.reviews.models import Review
from content.models import Article
from notifications.models import Message
from openapi import tokens
from orders.aftersale.models import Dispute, Request
from orders.logistics.models import Waybill
from orders.models import Cart, Order
from orders.payments.models import Payment
from orders.services.cancel_order import cancel_order
from orders.services.place_order import place_order
from orders.settlement.models import Statement, SupplyPrice
from partners.models import ImportJob, Supplier, SupplierPaper
from privacy.models import Export
from tenancy.models import Domain, Mall
from tenancy.scope import Actor, in_mall
from tenancy.tables import mall_models
from tests import factories
from tests.isolation.canaries import canary, fill_every_table, mark_every_text, newest_ids
from tests.openapi import gateway
from tests.orders import factories as make
from tests.partners import factories as partners

ANONYMOUS, SHOPPER, OWNER, PLATFORM = "anonymous", "shopper", "owner", "platform"
SUPPLIER = "supplier"
ROLES = (ANONYMOUS, SHOPPER, OWNER, PLATFORM)
NEVER = 9_000_000_000
NO_TOKEN = "00000000-0000-4000-8000-000000000001"


@dataclass
class World:
    """`theirs`: kind of id -> its value in mall A; `never`: the same kinds, of nothing that ever was."""

    mall_a: Mall
    mall_b: Mall
    theirs: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    newest: dict[str, int] | None = None

    @property
    def host(self) -> str:
        return f"{self.mall_b.code}.localhost"


def two_malls() -> World:
    """Mall A with a row in every table, marks in every text; mall B with goods and people of three kinds."""
    long_ids()
    world = World(factories.mall("amber"), factories.mall("basalt"))
    with in_mall(world.mall_a.pk, actor=Actor.staff()):
        buyer = _fill(world.mall_a)
        world.theirs = _ids(buyer)
    world.never = {kind: _never(value, n) for n, (kind, value) in enumerate(sorted(world.theirs.items()))}
    with in_mall(world.mall_b.pk, actor=Actor.staff()):
        make.placed(None, (factories.sku(), 1))
        _enter(world, SHOPPER, factories.shopper("13811111111"))
        make.cart(User.objects.get(login="13811111111"), (factories.sku(), 1))
        _enter(world, SUPPLIER, partners.seat(factories.supplier(), "13822222222"))
    owner = factories.operator("owner-of-b")
    owner.memberships.create(mall=world.mall_b, role="owner")
    for role, user in ((OWNER, owner), (PLATFORM, factories.operator("platform", is_superuser=True))):
        with in_mall(world.mall_b.pk):
            _enter(world, role, user)
    return world


def neighbours() -> World:
    """One mall, two shoppers: the second tries the first one's ids. Only what is personal is looked at."""
    long_ids()
    mall = factories.mall("amber")
    world = World(mall, mall)
    with in_mall(mall.pk, actor=Actor.staff()):
        buyer = _fill(mall, marked=False)
        world.theirs = {kind: value for kind, value in _ids(buyer).items() if kind in PERSONAL}
        world.never = {kind: _never(value, n) for n, (kind, value) in enumerate(sorted(world.theirs.items()))}
        _enter(world, SHOPPER, factories.shopper("13811111111"))
        world.newest = newest_ids()
    return world


def rivals() -> World:
    """One mall, two suppliers: the second tries the first one's ids. Only what is a supplier's own is looked at."""
    long_ids()
    mall = factories.mall("amber")
    world = World(mall, mall)
    with in_mall(mall.pk, actor=Actor.staff()):
        buyer = _fill(mall, marked=False)
        Order.objects.update(paid_at=timezone.now())
        _furnish_supplier(factories.supplier(), buyer)
        world.theirs = {kind: value for kind, value in _ids(buyer).items() if kind in OF_A_SUPPLIER}
        world.never = {kind: _never(value, n) for n, (kind, value) in enumerate(sorted(world.theirs.items()))}
        world.theirs |= (shared := {"catalog.category": "1", "inventory.warehouse": "1"})
        world.never |= shared
        factories.sku(supplier_code="rival")
        _enter(world, SUPPLIER, partners.seat(factories.supplier("rival"), "13822222222"))
        world.newest = newest_ids()
    return world


OF_A_SUPPLIER = {
    "catalog.product", "catalog.sku", "catalog.media", "inventory.stock", "inventory.batch",
    "aftersale.dispute", "catalog.complaint", "partners.supplier", "settlement.statement",
    "partners.supplierpaper", "partners.supplierstaff", "partners.importjob", "notifications.message",
    "package_number", "title", "tenancy.mall", "reviews.review",
}  # fmt: skip


def _furnish_supplier(supplier: Supplier, buyer: User) -> None:
    """What only suppliers have: staff, a paper, an import, a picture, a message."""
    user, now = partners.seat(supplier, "13833333333"), timezone.now()
    SupplierPaper.objects.create(
        supplier=supplier, kind="licence", name="a.pdf", file="x", media_type="application/pdf", size=1,
        digest="0" * 64, added_at=now,
    )  # fmt: skip
    ImportJob.objects.create(supplier=supplier, made_by=user, file="x", file_name="a.xlsx", created_at=now)
    Media.objects.create(product=supplier.products.first(), name="products/x", widths=[200])
    Statement.objects.create(
        supplier=supplier, number=canary(), begins_on=now.date(), ends_on=now.date(), drawn_at=now
    )
    Complaint.objects.create(
        product=supplier.products.first(), right="patent", filed_at=now, state="taken_down"
    )
    Dispute.objects.update(state="paid", answer_by=now, paid_at=now)
    Batch.objects.create(stock=Stock.objects.order_by("pk")[0], code="B-1", on_hand=1)
    Review.objects.create(
        product=supplier.products.first(), name_shown="x", stars=1, text=canary(), created_at=now
    )
    Message.objects.create(
        user=user, kind="supplier.accepted", occasion="1", title="x", text="x", created_at=now
    )


PERSONAL = {
    "order_number", "orders.order", "orders.package", "package_number", "payments.payment", "payment_number",
    "orders.line", "accounts.address", "accounts.identity", "cart_token", "aftersale.request", "request_number",
    "export_token",
}  # fmt: skip


def _fill(mall: Mall, *, marked: bool = True) -> User:
    """Everything an open mall has: people, goods, a paid-for order, one waiting for money, one cancelled."""
    buyer = factories.shopper("13899999999")
    gateway.account()
    sku = factories.sku(stock=50)
    PriceTier.objects.create(sku=sku, min_quantity=2, price=sku.price)
    BundleItem.objects.create(bundle=sku, component=factories.sku(), quantity=1)
    for _ in range(2):
        placed = place_order(request=make.checkout(buyer, (sku, 1)), now=timezone.now())
    cancel_order(order_id=placed.order_id, now=timezone.now(), actor="shopper", reason=canary())
    order = Order.objects.order_by("pk")[0]
    gateway.pending(order)
    make.cart(buyer, (sku, 2))
    Dispute.objects.create(
        number=canary(), order=order, package=order.packages.order_by("pk")[0], source="gateway", words="x",
        amount=1, opened_by="x", opened_at=timezone.now(),
    )  # fmt: skip
    SupplyPrice.objects.create(sku=sku, currency="USD", cost=1, valid_from=timezone.localdate())
    if marked:
        fill_every_table()
        mark_every_text()
        User.objects.filter(mall=mall).update(display_name=canary(), email=f"{canary()}@example.com")
    else:
        Order.objects.filter(pk=order.pk).update(consignee=canary(), address=canary())
    return buyer


_ABOVE = ("accounts_user", "accounts_membership", "tenancy_mall", "tenancy_domain")


def long_ids() -> None:
    """From here on every id has ten digits and none is given twice, in any table: found in a page, it is that one."""
    parameters = connections["owner"].get_connection_params()
    tables = [model._meta.db_table for model in mall_models()] + list(_ABOVE)
    with closing(psycopg2.connect(**parameters)) as owner, owner, owner.cursor() as cursor:
        for place, table in enumerate(tables):
            cursor.execute(
                "SELECT setval(s, greatest(nextval(s), %s)) FROM pg_get_serial_sequence(%s, 'id') s",
                [7_000_000_000 + place * 1_000_000, table],
            )


def _enter(world: World, role: str, user: User) -> None:
    """A session of `user` in the open mall, and a token of the API."""
    session: Any = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    world.cookies[role] = session.session_key
    world.tokens[role] = tokens.token_for(user)


def _first(model: type[Model], name: str = "pk", **where: Any) -> str:
    return str(model._base_manager.filter(**where).order_by("pk").values_list(name, flat=True)[0])


def _ids(buyer: User) -> dict[str, str]:
    """Every way in which a row of the open mall can be named."""
    owner = factories.operator(f"owner-of-{buyer.mall_id}")
    found = {
        "accounts.user": str(buyer.pk),
        "accounts.membership": str(owner.memberships.create(mall_id=buyer.mall_id, role="owner").pk),
        "tenancy.mall": str(buyer.mall_id),
        "tenancy.domain": _first(Domain, mall=buyer.mall_id),
    }
    for model in mall_models():
        row = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
        if row is not None:
            found[model._meta.label_lower] = str(row)
    order = Order.objects.order_by("pk")[0]
    return found | {
        "order_number": order.number,
        "package_number": order.packages.order_by("pk")[0].number,
        "payment_number": _first(Payment, "number"),
        "waybill_number": _first(Waybill, "number") if Waybill.objects.exists() else canary(),
        "parcel_token": _first(Waybill, "token") if Waybill.objects.exists() else canary(),
        "request_number": _first(Request, "number") if Request.objects.exists() else canary(),
        "cart_token": _first(Cart, "token"),
        "export_token": _first(Export, "token") if Export.objects.exists() else NO_TOKEN,
        "product_slug": _first(Product, "slug"),
        "category_slug": str(Product.objects.order_by("pk")[0].category.slug),
        "supplier_code": _first(Supplier, "code"),
        "article_slug": _first(Article, "slug") if Article.objects.exists() else canary(),
        "media_path": f"mall-{order.mall_id}/{_first(Media, 'name') if Media.objects.exists() else 'x'}-1.webp",
        "title": _first(Product, "title_zh_hans"),
        "user_login": buyer.login,
    }


def _never(value: str, number: int) -> str:
    """The same shape, of something that never was."""
    if "-" in value and len(value) == 36:
        return "00000000-0000-4000-8000-000000000000"
    if value.isdigit() and len(value) == 11:
        return f"137{number:08d}"  # a mobile number
    if value.isdigit() and len(value) == 10:
        return str(NEVER + number)
    if value.isdigit():
        return f"{10 ** (len(value) - 1) + number}"
    return f"never-{number:03d}" if "/" not in value else f"mall-{NEVER}/never-1.webp"
