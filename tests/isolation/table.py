"""The table of routes: how each one is tried with the ids of another mall, or why it is not.

`path`: parameter -> kind of id (tests.isolation.world). `query`, `bodies`: names -> kinds, or `=text` for a plain
value. `also`: answers that are no 404 and yet the same for everybody, with the reason. A route that is not here
fails the test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    bodies: tuple[Mapping[str, object], ...] = ()
    also: Mapping[int, str] = field(default_factory=dict)
    asks_first: bool = False
    """GET shows a question that is the same for every id; only the answer to it names a row."""


@dataclass(frozen=True)
class Excluded:
    reason: str


ADDRESS = {
    "consignee": "=李四", "phone": "=13800138000", "province": "=浙江省", "city": "=杭州市", "district": "=西湖区",
    "street": "=文三路 1 号",
}  # fmt: skip
LINE = {"sku_id": "catalog.sku", "quantity": "=1"}
NO_LINE = {409: "a line that the cart does not hold, whoever sells it"}

OPENAPI: dict[str, Case | Excluded] = {
    "schema": Excluded("the same document for everybody, without a mall"),
    "token": Case(bodies=({"login": "user_login", "password": "=correct horse battery"},)),
    "shoppers": Case(bodies=({"login": "user_login", "password": "=1234"}, {"mall_id": "tenancy.mall"})),
    "products": Case(query={"q": "title", "category": "category_slug", "supplier": "supplier_code"}),
    "product": Case({"product_id": "catalog.product"}),
    "cart": Case(),
    "cart_lines": Case(bodies=(LINE, LINE | {"mall_id": "tenancy.mall"})),
    "cart_line": Case({"sku_id": "catalog.sku"}, bodies=({"quantity": "=1"},)),
    "identities": Case(bodies=({"id": "accounts.identity"},)),
    "addresses": Case(bodies=({"id": "accounts.address"}, ADDRESS | {"shopper_id": "accounts.user"})),
    "address": Case({"address_id": "accounts.address"}, bodies=(ADDRESS,)),
    "notices": Case(),
    "checkout": Case(
        bodies=(
            {"address_id": "accounts.address", "identity_id": "accounts.identity"},
            {"address_id": "accounts.address", "sku_ids": ["catalog.sku"]},
            {"address_id": "accounts.address", "cart_id": "orders.cart"},
        ),
        also=NO_LINE,
    ),
    "orders": Case(query={"number": "order_number", "shopper_id": "accounts.user"}),
    "order": Case({"number": "order_number"}),
    "order_cancel": Case({"number": "order_number"}, bodies=({"reason": "=x"},)),
    "order_identity": Case({"number": "order_number"}, bodies=({"identity_id": "accounts.identity"},)),
    "order_address": Case({"number": "order_number"}, bodies=({"address_id": "accounts.address"},)),
    "order_payments": Case({"number": "order_number"}),
    "payment_data": Case(bodies=({"openReq": "order_number"},)),
    "port_push": Excluded("takes a port's word, signed for one mall: tests/customs/ports/test_pushes.py"),
    "carrier_push": Excluded("takes a carrier's word, signed for one mall: tests/openapi/test_webhooks.py"),
    "tracking_push": Excluded("as the carriers': tests/orders/logistics/test_kuaidi100.py"),
    "webhook": Excluded("takes a gateway's word, signed for one mall: tests/openapi/test_webhooks.py"),
    "missing": Excluded("answers every other address with 404"),
}

SKU = {"sku": "catalog.sku", "line": "catalog.sku", "quantity": "=1"}
CHECKOUT = {
    "address": "accounts.address", "identity": "accounts.identity", "notice": "=1", "key": "=k",
    "consignee": "=李四",
}  # fmt: skip
ORDER = {"number": "order_number"}
REQUEST = {"number": "request_number"}
PARCEL = {"number": "package_number", "digits": "=8000"}

NOTICE = {
    "right": "=trademark", "registration_no": "=TM-1", "complainant": "=x", "contact": "=x", "statement": "=x",
    "vouched": "=on",
}  # fmt: skip
STOREFRONT: dict[str, Case | Excluded] = {
    "home": Case(),
    "categories": Case(),
    "category": Case({"slug": "category_slug"}),
    "suggest": Case(query={"q": "title"}),
    "search": Case(query={"q": "title", "brand": "title", "warehouse": "supplier_code"}),
    "country": Case({"iso": "=jp"}),
    "channel": Case({"name": "=bonded"}),
    "shop": Case({"slug": "supplier_code"}),
    "product": Case({"product_id": "catalog.product", "slug": "product_slug"}, {"sku": "catalog.sku"}),
    "product_qr": Case({"product_id": "catalog.product"}),
    "product_short": Case({"product_id": "catalog.product"}),
    "product_quote": Case({"product_id": "catalog.product"}, {"sku": "catalog.sku"}),
    "cart": Case(),
    "cart_confirm": Case(query=SKU),
    "cart_add": Case(bodies=(SKU, SKU | {"cart": "orders.cart"})),
    "cart_update": Case(bodies=(SKU,)),
    "cart_remove": Case(bodies=(SKU,)),
    "cart_split": Case(bodies=({"cart": "orders.cart"},)),
    "checkout": Case(bodies=(CHECKOUT,)),
    "pay": Case(ORDER, bodies=({"way": "=alipay-qr"},)),
    "pay_status": Case(ORDER),
    "wechat_named": Case(query={"code": "=x", "state": "=x"}),
    "pay_qr": Case(ORDER | {"payment_id": "payments.payment"}),
    "account": Case(),
    "strip": Case(query={"sku": "catalog.sku", "product": "catalog.product"}),
    "orders": Case(query={"number": "order_number"}),
    "order": Case(ORDER),
    "order_status": Case(ORDER),
    "track": Case(ORDER),
    "order_tax": Case(ORDER),
    "order_cancel": Case(ORDER, bodies=({"reason": "=x"},)),
    "order_reviews": Case(
        ORDER,
        bodies=({"line": "orders.line", "stars": "=5", "text": "=x"}, {"line": "orders.line", "more": "=x"}),
    ),
    "order_identity": Case(ORDER, bodies=({"identity": "accounts.identity"},)),
    "order_address": Case(ORDER, bodies=({"address": "accounts.address"},)),
    "parcel_find": Case(bodies=({"number": "waybill_number", "digits": "=8000"}, PARCEL)),
    "parcel": Case({"token": "parcel_token"}),
    "trace": Case({"token": "parcel_token"}),
    "complain": Case(query={"product": "catalog.product"}, bodies=({"product": "catalog.product"} | NOTICE,)),
    "aftersale_new": Case(ORDER | {"sequence": "=1"}, bodies=({"kind": "=return", "reason": "=damaged"},)),
    "aftersales": Case(query={"number": "request_number"}),
    "aftersale": Case(REQUEST),
    "aftersale_withdraw": Case(REQUEST),
    "aftersale_appeal": Case(REQUEST, bodies=({"words": "=x"},)),
    "aftersale_send": Case(REQUEST, bodies=({"carrier": "=x", "waybill": "=SF12345"},)),
    "aftersale_picture": Case(REQUEST | {"position": "=1"}),
    "addresses": Case(),
    "address_new": Case(bodies=({"id": "accounts.address", "address_id": "accounts.address"},)),
    "address_edit": Case({"address_id": "accounts.address"}, bodies=({"consignee": "=x"},)),
    "address_remove": Case({"address_id": "accounts.address"}),
    "identities": Case(bodies=({"id": "accounts.identity"},)),
    "identity_remove": Case({"identity_id": "accounts.identity"}),
    "data": Case(),
    "data_ask": Case(),
    "data_file": Case({"token": "export_token"}),
    "data_profile": Case(bodies=({"display_name": "=x", "email": "=x", "user": "accounts.user"},)),
    "data_phone": Case(
        bodies=(
            {"step": "=old", "code": "=000000", "user": "accounts.user"},
            {"step": "=new", "phone": "=13900000009", "code": "=000000", "shopper": "accounts.user"},
        )
    ),
    "data_erase": Case(bodies=({"sure": "=", "user": "accounts.user"},)),
    "data_keep": Case(),
    "favourites": Case(query={"product": "catalog.product"}, bodies=({"product": "catalog.product"},)),
    "my_history": Case(bodies=({"product": "catalog.product"},)),
    "visits": Case(bodies=({"page": "=/", "begins": "=1", "product": "catalog.product"},)),
    "seen": Case(bodies=({"product": "catalog.product"},)),
    "help": Case({"slug": "article_slug"}),
    "articles": Case(),
    "article": Case({"slug": "article_slug"}),
    "preview": Case({"what": "=block"}, bodies=({"kind": "=floor", "category": "category_slug"},)),
    "notice": Case(),
    "licence": Case(),
    "offline": Case(),
    "history": Case(),
    "history_cards": Case(query={"ids": "catalog.product"}),
    "messages": Case(),
    "theme": Case(),
    "manifest": Case(),
    "icon": Case({"name": "=192"}),
}

OLD_CHINESE = r"^(?:zh|zh-hans|zh-cn)(?P<rest>/.*)?$"
PRODUCT, OF_SKU = {"product_id": "catalog.product"}, {"sku_id": "catalog.sku"}
WORDS = {"title_zh_hans": "=偷改", "mode": "=general", "origin": "=NL", "category_id": "catalog.category",
         "warehouse_id": "inventory.warehouse", "version": "=1", "mall_id": "tenancy.mall",
         "supplier_id": "partners.supplier"}  # fmt: skip
TRADE = {
    "hs_code": "=1901101090", "declared_name": "=x", "declared_elements": "=x", "origin": "=NL", "unit": "=122",
    "unit1": "=035", "unit1_factor": "=1", "net_kg": "=1", "gross_kg": "=1", "version": "=1",
}  # fmt: skip
COMPANY = {"company_name": "title", "mall_id": "tenancy.mall", "supplier_id": "partners.supplier"}
JOB = {"job_id": "partners.importjob"}
CHOSEN = {"package": "package_number"}
PLACE = {
    "name_en": "=x", "kind": "=domestic", "country": "=CN", "days_min": "=1", "days_max": "=2", "freight": "=1",
}  # fmt: skip
SELLER: dict[str, Case | Excluded] = {
    "home": Case(),
    "visits": Case(query={"product": "catalog.product"}),
    "login": Case(),
    "apply": Case(bodies=(COMPANY,)),
    "application": Case(bodies=(COMPANY,)),
    "paper_add": Case(bodies=({"kind": "=licence", "supplier": "partners.supplier"},)),
    "paper": Case({"paper_id": "partners.supplierpaper"}),
    "paper_remove": Case({"paper_id": "partners.supplierpaper"}),
    "company": Case(),
    "products": Case(query={"q": "title", "category": "catalog.category"}),
    "bulk": Case(
        bodies=(
            {"do": "=delist", "product": ["catalog.product"]},
            {"do": "=price", "percent": "=-50", "product": ["catalog.product"]},
        )
    ),
    "product_new": Case(bodies=(WORDS,)),
    "product": Case(PRODUCT, bodies=(WORDS,)),
    "product_move": Case(PRODUCT, bodies=({"state": "=delisted"},)),
    "product_copy": Case(PRODUCT),
    "preview": Case(PRODUCT),
    "sku_add": Case(PRODUCT, bodies=({"code": "=N1", "price": "=1"},)),
    "matrix": Case(PRODUCT, bodies=({"matrix_price": "=1", "attribute-1": "=1"},)),
    "picture_add": Case(PRODUCT),
    "picture_remove": Case(PRODUCT | {"media_id": "catalog.media"}),
    "sku": Case(OF_SKU, bodies=({"code": "=N1", "price": "=1", "version": "=1"},)),
    "sku_price": Case(OF_SKU, bodies=({"price": "=0.01", "version": "=1"},)),
    "sku_stock": Case(OF_SKU, bodies=({"counted": "=0", "seen": "=50"},)),
    "profile": Case(OF_SKU, bodies=(TRADE,)),
    "variant": Case(OF_SKU, bodies=({"version": "=1"},)),
    "parts": Case(OF_SKU, bodies=({"parts": "=", "version": "=1"},)),
    "cost": Case(OF_SKU, bodies=({"currency": "=CNY", "amount": "=1", "valid_from": "=2030-01-01"},)),
    "imports": Case(),
    "import_start": Case(bodies=({"kind": "=products", "supplier": "partners.supplier"},)),
    "template": Case(),
    "export": Case(query={"supplier": "partners.supplier"}),
    "import": Case(JOB),
    "import_columns": Case(JOB, bodies=({"column-0": "=sku"},)),
    "import_confirm": Case(JOB),
    "import_cancel": Case(JOB),
    "import_progress": Case(JOB),
    "import_errors": Case(JOB),
    "trade": Case(query={"q": "title"}),
    "codes": Case(query={"code_query": "title", "sku": "catalog.sku"}),
    "prices": Case(query={"q": "title"}),
    "stock": Case(query={"q": "title", "warehouse": "inventory.warehouse"}),
    "stock_row": Case(
        {"stock_id": "inventory.stock"}, bodies=({"counted": "=0", "seen": "=50"}, {"low_at": "=1"})
    ),
    "stock_arrived": Case(
        {"stock_id": "inventory.stock"}, bodies=({"pieces": "=1", "batch": "=B", "seen": "=50"},)
    ),
    "stock_sent": Case(
        {"stock_id": "inventory.stock"}, bodies=({"to": "inventory.warehouse", "sent": "=1", "seen": "=50"},)
    ),
    "stock_spoilt": Case({"stock_id": "inventory.stock", "batch_id": "inventory.batch"}),
    "warehouses": Case(),
    "warehouse_new": Case(bodies=(PLACE,)),
    "warehouse": Case({"warehouse_id": "inventory.warehouse"}, bodies=(PLACE,)),
    "warehouse_close": Case({"warehouse_id": "inventory.warehouse"}, bodies=({"again": "=1"}, {})),
    "orders": Case(query={"q": "package_number"}),
    "order": Case({"number": "package_number"}),
    "split": Case({"number": "package_number"}, bodies=({"line-1": "=1"},)),
    "queue": Case(query={"scan": "package_number"}, bodies=({"scan": "package_number"},)),
    "ship": Case(bodies=(CHOSEN,)),
    "merge": Case(bodies=(CHOSEN,)),
    "part": Case({"number": "package_number"}, bodies=({},)),
    "picking": Case(query=CHOSEN, bodies=(CHOSEN,)),
    "labels": Case(query=CHOSEN, bodies=(CHOSEN,)),
    "reviews": Case(query={"tab": "=poor"}),
    "review_reply": Case({"review_id": "reviews.review"}, bodies=({"reply": "=x"},)),
    "shop": Case(bodies=({"name_zh_hans": "=店", "featured": "title", "version": "=1"},)),
    "shop_picture": Case(bodies=({"place": "=logo", "supplier": "partners.supplier"},)),
    "complaints": Case(),
    "complaint": Case({"complaint_id": "catalog.complaint"}, bodies=({"statement": "=x", "vouched": "=on"},)),
    "disputes": Case(),
    "dispute": Case({"dispute_id": "aftersale.dispute"}, bodies=({"words": "=x"},)),
    "statements": Case(),
    "statement": Case(
        {"statement_id": "settlement.statement"},
        bodies=({"agree": "=1"}, {"words": "=x"}),
    ),
    "statement_pdf": Case({"statement_id": "settlement.statement"}),
    "statement_csv": Case({"statement_id": "settlement.statement"}),
    "staff": Case(bodies=({"login": "=x", "name": "=x", "role": "=goods"},)),
    "staff_change": Case(
        {"staff_id": "partners.supplierstaff"}, bodies=({"role": "=goods", "active": "=0"},)
    ),
    "messages": Case(),
    "message": Case({"message_id": "notifications.message"}),
    "help": Case(),
}


PLAIN: dict[str, Case | Excluded] = {
    # A mall tells at its own door that a login is taken there: no body with a known login.
    "account_login": Case(),
    "account_code": Case(),
    "account_signup": Case(),
    "account_logout": Case(),
    "set_language": Case(bodies=({"language": "=en", "next": "=/"},)),
    "media/<path:path>": Case({"path": "media_path"}),
    "robots.txt": Case(),
    OLD_CHINESE: Excluded("leads /zh/… to the same address without it, whatever is there"),
    "sitemap.xml": Case(),
    "sitemap-pages.xml": Case(),
    "sitemap-goods-<int:number>.xml": Case({"number": "=1"}),
    "worker.js": Case(),
}

BACK = {302: "Django's admin leads back to its index and says that there is no such row"}
ADMIN: dict[str, Case | Excluded] = {
    "search": Case(query={"s": "title", "search": "title"}),
    "index": Case(),
    "login": Case(bodies=({"username": "user_login", "password": "=correct horse battery"},)),
    "logout": Case(),
    "password_change": Case(),
    "password_change_done": Case(),
    "autocomplete": Case(
        query={
            "term": "title", "app_label": "=orders", "model_name": "=package", "field_name": "=supplier",
        }
    ),
    "jsi18n": Excluded("words for dates, the same for everybody"),
    "view_on_site": Case({"content_type_id": "=1", "object_id": "catalog.product"}),
    "analytics_report": Case(query={"until": "title"}),
    "customs_board": Case(),
    "customs_codes": Case(query={"q": "title"}),
    "customs_modes": Case(query={"q": "title"}),
    "customs_policy": Case(query={"q": "title"}),
    "tax_calculator": Case(query={"line-0-hs": "title"}),
    "app_list": Case({"app_label": "=orders"}),
}  # fmt: skip
