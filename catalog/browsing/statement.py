"""The statement behind every card and page of goods: written out, since building it anew took longer than running it.

SKUs, their trade profiles, stock and pictures come as JSON arrays of the product's own row, so that a page of thirty
costs what a page of three costs. Amounts and factors travel as text: JSON's numbers would come back as floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from catalog.inventory.selectors import freight_rules, out_of_date
from tenancy.scope import current_mall_id

_GOODS = """
WITH wanted AS (SELECT w.id, w.place FROM unnest({ids}) WITH ORDINALITY AS w(id, place))
SELECT p.id, p.slug, p.title_zh_hans, p.title_en, p.subtitle_zh_hans, p.subtitle_en, p.brand_zh_hans, p.brand_en,
    p.category_id, p.origin, p.mode, p.sold,
    s.id, s.code, s.name_zh_hans, s.name_en,
    h.id, h.code, h.name_zh_hans, h.name_en, h.kind, h.country, h.port, h.account_book, h.days_min, h.days_max,
    h.freight, h.free_freight_from, {rules}, h.measured_days::json,
    (SELECT json_agg(json_build_array(k.id, k.code, k.barcode, k.option_zh_hans, k.option_en, k.price::text,
            k.struck_price::text,
            CASE WHEN t.id IS NOT NULL THEN json_build_array(
                t.hs_code, t.postal_article, t.declared_name, t.declared_elements, t.origin, t.unit, t.unit1,
                t.unit1_factor::text, t.unit2, t.unit2_factor::text, t.content_amount::text, t.content_unit,
                t.net_kg::text, t.gross_kg::text, t.record_no, t.volume_cm3::text) END,
            coalesce(CASE WHEN {dead} THEN 0 ELSE greatest(n.on_hand - n.reserved - coalesce((
                 SELECT sum(b.on_hand) FROM inventory_batch b
                 WHERE b.mall_id = n.mall_id AND b.stock_id = n.id AND b.on_hand > 0
                   AND b.expires_on < (now() AT TIME ZONE 'Asia/Shanghai')::date), 0), 0)
               + CASE WHEN n.is_hot THEN
                (SELECT count(*) FROM inventory_slot c
                 WHERE c.mall_id = n.mall_id AND c.stock_id = n.id AND c.reference = '') ELSE 0 END END, 0),
            n.expires_on) ORDER BY k.position, k.id)
        FROM catalog_sku k
        LEFT JOIN catalog_tradeprofile t ON t.mall_id = k.mall_id AND t.sku_id = k.id
        LEFT JOIN inventory_stock n ON n.mall_id = k.mall_id AND n.sku_id = k.id AND n.warehouse_id = p.warehouse_id
        WHERE k.mall_id = p.mall_id AND k.product_id = p.id AND k.state = 'active'),
    (SELECT json_agg(json_build_array(m.name, m.widths, m.alt_zh_hans, m.alt_en) ORDER BY m.position, m.id)
        FROM catalog_media m WHERE m.mall_id = p.mall_id AND m.product_id = p.id),
    r.average, r.number{more}
FROM wanted
JOIN catalog_product p ON p.mall_id = %s AND p.id = wanted.id AND p.state = 'listed'
JOIN partners_supplier s ON s.mall_id = p.mall_id AND s.id = p.supplier_id AND s.state = 'active'
JOIN inventory_warehouse h ON h.mall_id = p.mall_id AND h.id = p.warehouse_id
CROSS JOIN LATERAL (SELECT avg(v.stars)::float8 AS average, count(*) AS number FROM reviews_review v
    WHERE v.mall_id = p.mall_id AND v.product_id = p.id AND v.hidden_reason = '') r
ORDER BY wanted.place
"""
_PAGE = """,
    p.description_zh_hans, p.description_en, p.specifications_zh_hans::json, p.specifications_en::json,
    p.label::json, s.intro_zh_hans, s.intro_en,
    (SELECT json_agg(json_build_array(x.sku_id, a.id, a.name_zh_hans, a.name_en, c.id, c.value_zh_hans, c.value_en)
            ORDER BY a.position, a.id, c.position, c.id, x.id)
        FROM catalog_sku k
        JOIN catalog_skuchoice x ON x.mall_id = k.mall_id AND x.sku_id = k.id
        JOIN catalog_attribute a ON a.mall_id = x.mall_id AND a.id = x.attribute_id
        JOIN catalog_attributechoice c ON c.mall_id = x.mall_id AND c.id = x.choice_id
        WHERE k.mall_id = p.mall_id AND k.product_id = p.id AND k.state = 'active')"""
_TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
COLUMNS = 34
"""Of the goods themselves; what a page adds comes after them."""

Rows = list[tuple[Any, ...]]


def rows_by_ids(ids: Sequence[int]) -> Rows:
    """Rows of goods on sale, in the order of their ids; one that is not on sale, or another mall's, is left out."""
    return _run("%s::bigint[]", [list(ids)], "") if ids else []


def rows_of(products: QuerySet[Any]) -> Rows:
    """Rows of what a query of products finds, in its order. One statement, the query inside it."""
    sql, values = products.values_list("pk", flat=True).query.sql_with_params()
    return _run(f"ARRAY({sql})", list(values), "")


def rows_of_ids_in(sql: str, values: list[Any]) -> Rows:
    """Rows of the ids that `sql` gives, in its order. One statement, that one inside it."""
    return _run(f"ARRAY({sql})", values, "")


def page_row(product_id: int) -> tuple[Any, ...] | None:
    """One product with what only its page shows."""
    found = _run("%s::bigint[]", [[product_id]], _PAGE)
    return found[0] if found else None


def _run(ids: str, values: list[Any], more: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(
            _GOODS.format(ids=ids, more=more, rules=freight_rules("h"), dead=out_of_date("n", _TODAY)),
            [*values, current_mall_id()],
        )
        return list(cursor.fetchall())
