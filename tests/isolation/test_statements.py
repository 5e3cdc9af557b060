"""The reader of statements: what it lets pass, what it catches, and that it stands in the way of the product."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from catalog.models import Product
from orders.selectors import order_page, orders_of
from tenancy.postgresql import compiler
from tenancy.scope import Actor
from tests import factories, sql_checker
from tests.orders import factories as make

GOOD = {
    "bound": "SELECT * FROM catalog_sku WHERE mall_id = %s AND id = %s",
    "alias": 'SELECT s.id FROM "catalog_sku" s WHERE (s."mall_id" = %s AND s.id IN (%s, %s, %s))',
    "joined": (
        "SELECT * FROM catalog_sku s INNER JOIN catalog_product p ON (s.product_id = p.id AND p.mall_id = s.mall_id) "
        "WHERE s.mall_id = %s"
    ),
    "left joined": (
        "SELECT * FROM catalog_sku s LEFT JOIN inventory_stock t ON (t.sku_id = s.id AND s.mall_id = t.mall_id) "
        "WHERE s.mall_id = %(mall)s"
    ),
    "subquery": (
        "SELECT (SELECT count(*) FROM orders_line l WHERE l.mall_id = %s) FROM orders_order o WHERE o.mall_id = %s"
    ),
    "to the outer": (
        "SELECT 1 FROM orders_order o WHERE o.mall_id = %s AND EXISTS (SELECT 1 FROM orders_line l "
        "WHERE l.mall_id = o.mall_id AND l.order_id = o.id)"
    ),
    "tuple": "DELETE FROM orders_cartline WHERE (mall_id, id) = (%s, %s)",
    "update": 'UPDATE "orders_order" SET "state" = %s WHERE ("orders_order"."mall_id" = %s AND "id" = %s)',
    "insert": "INSERT INTO orders_cartline (mall_id, cart_id) VALUES (%s, %s), (%s, %s) RETURNING id",
    "insert select": (
        "INSERT INTO orders_cartline (mall_id, cart_id) SELECT %s, c.id FROM orders_cart c WHERE c.mall_id = %s "
        "ON CONFLICT (mall_id, cart_id, sku_id) DO UPDATE SET quantity = 1"
    ),
    "above the malls": "SELECT * FROM tenancy_domain d INNER JOIN tenancy_mall m ON d.mall_id = m.id WHERE host = %s",
    "control": "SAVEPOINT a",
}
BAD = {
    "nothing": "SELECT * FROM catalog_sku",
    "id only": "SELECT * FROM catalog_sku WHERE id = %s",
    "a value in the text": "SELECT * FROM catalog_sku WHERE mall_id = 7",
    "or": "SELECT * FROM catalog_sku WHERE mall_id = %s OR id = %s",
    "not": "SELECT * FROM catalog_sku WHERE NOT mall_id = %s",
    "joined by id": "SELECT * FROM catalog_sku s JOIN catalog_product p ON s.product_id = p.id WHERE s.mall_id = %s",
    "joined to nothing bound": "SELECT * FROM catalog_sku s JOIN catalog_product p ON s.mall_id = p.mall_id",
    "subquery": "SELECT * FROM orders_order WHERE mall_id = %s AND id IN (SELECT order_id FROM orders_line)",
    "union": "(SELECT id FROM catalog_sku WHERE mall_id = %s) UNION (SELECT id FROM catalog_product)",
    "with": "WITH x AS (SELECT id FROM catalog_sku) SELECT * FROM x",
    "update": "UPDATE orders_order SET state = %s WHERE id = %s",
    "update from": "UPDATE orders_order o SET state = %s FROM orders_package p WHERE o.mall_id = %s",
    "delete using": "DELETE FROM orders_cartline l USING orders_cart c WHERE l.mall_id = %s AND l.cart_id = c.id",
    "written in a with": "WITH x AS (INSERT INTO orders_cart (token) VALUES (%s) RETURNING id) SELECT * FROM x",
    "read by a write in a with": (
        "WITH x AS (DELETE FROM orders_cartline WHERE cart_id = %s RETURNING id) SELECT count(*) FROM x"
    ),
    "delete": "DELETE FROM orders_cartline",
    "insert": "INSERT INTO orders_cartline (cart_id, sku_id) VALUES (%s, %s)",
    "insert without columns": "INSERT INTO orders_cartline VALUES (%s, %s)",
    "no SQL": "SELECT FROM WHERE catalog_sku (",
}


@pytest.mark.parametrize("case", GOOD)
def test_what_has_its_mall_passes(case):
    assert sql_checker.faults(GOOD[case]) == ()


@pytest.mark.parametrize("case", BAD)
def test_what_has_not_is_caught(case):
    assert sql_checker.faults(BAD[case])


@pytest.mark.django_db(databases=["default", "relay"])
@pytest.mark.parametrize("alias", ["default", "relay"])
def test_it_watches_every_connection_also_those_of_new_threads(alias):
    def watched() -> bool:
        connections[alias].ensure_connection()
        try:
            return sql_checker.wrapper in connections[alias].execute_wrappers
        finally:
            connections[alias].close()

    assert sql_checker.wrapper in connections[alias].execute_wrappers
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(watched).result(60)


@pytest.mark.django_db
def test_the_product_passes_under_its_eyes(in_harbor):
    shopper = factories.shopper()
    placed = make.placed(shopper)
    assert len(orders_of(shopper.pk).rows) == 1
    assert order_page(placed.number, Actor.shopper(shopper.pk)) is not None


@pytest.mark.django_db
def test_with_the_first_wall_down_it_stands_in_the_way(in_harbor, monkeypatch):
    make.placed(factories.shopper())
    monkeypatch.setattr(compiler, "with_mall", lambda where, query: where)
    monkeypatch.setattr(sql_checker, "_sent_by_a_test", lambda: False)
    with pytest.raises(sql_checker.StatementWithoutMall, match="catalog_product stands without its mall"):
        Product.objects.count()


@pytest.mark.django_db
def test_a_statement_of_a_test_is_its_own_business(in_harbor):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_product")
        assert cursor.fetchone() == (0,)
