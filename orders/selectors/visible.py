"""The wall between people of one mall: who sees which orders. A missing actor sees nothing."""

from __future__ import annotations

from django.db.models import QuerySet

from orders.models import Order, Package
from tenancy.actors import Actor, Kind


def visible_orders(actor: Actor | None) -> QuerySet[Order]:
    """A shopper's own, all of the mall for its staff, a supplier's those that hold a package of its own."""
    if actor is None or actor.kind is Kind.PUBLIC or (actor.kind is not Kind.STAFF and actor.id is None):
        return Order.objects.none()
    if actor.kind is Kind.STAFF:
        return Order.objects.all()
    if actor.kind is Kind.SHOPPER:
        return Order.objects.filter(shopper_id=actor.id)
    return Order.objects.filter(pk__in=visible_packages(actor).values("order_id"))


def visible_packages(actor: Actor | None) -> QuerySet[Package]:
    """A supplier sees its own packages, and only once they are paid for."""
    if actor is None or actor.kind is Kind.PUBLIC or (actor.kind is not Kind.STAFF and actor.id is None):
        return Package.objects.none()
    if actor.kind is Kind.STAFF:
        return Package.objects.all()
    if actor.kind is Kind.SHOPPER:
        return Package.objects.filter(order__shopper_id=actor.id)
    return Package.objects.filter(supplier_id=actor.id or 0, order__paid_at__isnull=False)
