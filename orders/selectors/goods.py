"""How many orders bought which goods, day by day: what stands beside the visits of their pages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from catalog.models import Sku
from orders.clock import BEIJING
from orders.models import Line
from orders.selectors.visible import visible_packages
from tenancy.scope import current_actor


def orders_by_product(since: date, until: date) -> dict[int, int]:
    """Orders paid from `since` to `until`, by what was bought in them; an order counts once a product. A bundle is
    what was bought, not its parts. Only packages that the present actor may see. One statement."""
    rows = _bought(since, until).values_list("product").annotate(found=Count("order", distinct=True))
    return {product: found for product, found in rows if product is not None}


def orders_of_goods(since: date, until: date, product_id: int | None = None) -> dict[date, int]:
    """Orders by the day they were paid, of that product or of all the actor's goods; days without any are not in it.
    One statement."""
    rows = _bought(since, until)
    if product_id is not None:
        rows = rows.filter(product=product_id)
    day = TruncDate("order__paid_at", tzinfo=BEIJING)
    return dict(rows.annotate(on=day).values_list("on").annotate(found=Count("order", distinct=True)))


def _bought(since: date, until: date) -> Any:
    """Lines of paid orders with the `product` that was bought."""
    first = datetime.combine(since, time.min, BEIJING)
    end = datetime.combine(until + timedelta(days=1), time.min, BEIJING)
    bundle = Cast(KeyTextTransform("sku_id", "bundle"), BigIntegerField())
    product = Subquery(Sku.objects.filter(pk=OuterRef("bought")).values("product_id")[:1])
    rows = Line.objects.filter(
        package__in=visible_packages(current_actor()), order__paid_at__gte=first, order__paid_at__lt=end
    )
    return rows.annotate(bought=Coalesce(bundle, F("sku_id"))).annotate(product=product).order_by()
