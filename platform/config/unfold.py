"""The look of the operator's admin: colours, sidebar, labels. Callables are named by path and live in operations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_HERE = "operations.navigation."


def _item(
    title: str | Promise, icon: str, view: str, who: str = "at_mall", query: str = ""
) -> dict[str, Any]:
    """`who`: a condition of operations.navigation that the operator must meet to see it."""
    return {"title": title, "icon": icon, "view": f"admin:{view}", "query": query, "who": who}


def _at_rates(request: HttpRequest) -> bool:
    """The calculator stands below the rates and has an item of its own."""
    return "/tax/hsrate/" in request.path and not request.path.endswith("/calculator/")


def _at_declarations(request: HttpRequest) -> bool:
    """The customs desk's pages stand below the declarations and have items of their own."""
    desk = ("/board/", "/codes/", "/policy/", "/modes/", "/what-if/")
    return "/customs/declaration/" in request.path and not request.path.endswith(desk)


OPERATOR_SIDEBAR: list[dict[str, Any]] = [
    {
        "title": None,
        "items": [
            _item(_("Today"), "dashboard", "index", "everywhere"),
            _item(_("Visits and orders"), "bar_chart", "analytics_report"),
        ],
    },
    {
        "title": _("Orders"),
        "items": [
            _item(_("Orders"), "receipt_long", "orders_order_changelist"),
            _item(_("Packages"), "package_2", "orders_package_changelist"),
            _item(_("Payments"), "payments", "payments_payment_changelist"),
            _item(_("Refunds"), "undo", "payments_refund_changelist"),
            _item(_("Bank receipts"), "account_balance", "payments_bankreceipt_changelist"),
            _item(_("Reconciliation"), "rule", "payments_billcheck_changelist"),
            _item(_("Statements"), "request_quote", "settlement_statement_changelist"),
            _item(_("Supply prices"), "sell", "settlement_supplyprice_changelist", "owns"),
            _item(_("Locked costs"), "currency_exchange", "settlement_lockedcost_changelist"),
            _item(_("Books"), "account_balance_wallet", "settlement_voucher_changelist", "owns"),
            _item(_("Risk cases"), "gpp_maybe", "risk_case_changelist"),
            _item(_("Risk rules"), "rule_settings", "risk_rule_changelist", "owns"),
            _item(_("Blacklist"), "block", "risk_blacklistentry_changelist", "owns"),
            _item(_("After-sale"), "assignment_return", "aftersale_request_changelist"),
            _item(_("Disputes"), "gavel", "aftersale_dispute_changelist"),
            _item(_("Waybills"), "local_shipping", "logistics_waybill_changelist"),
            _item(_("Carriers' pushes"), "move_to_inbox", "logistics_carrierpush_changelist"),
            _item(_("Silent parcels"), "notifications_active", "logistics_silence_changelist"),
            _item(_("Promised and actual days"), "speed", "logistics_lanedays_changelist"),
            _item(_("Hours until an alarm"), "timer", "logistics_patience_changelist", "owns"),
            _item(_("Ledger"), "menu_book", "orders_ledgerentry_changelist"),
        ],
    },
    {
        "title": _("Customs"),
        "items": [
            _item(_("Port board"), "monitoring", "customs_board"),
            _item(_("Declarations"), "assignment_turned_in", "customs_declaration_changelist")
            | {"active": _at_declarations},
            _item(_("Customs alarms"), "notification_important", "customs_alarm_changelist"),
            _item(_("Messages"), "outbox", "customs_message_changelist"),
            _item(_("Message files"), "folder_zip", "customs_messagefile_changelist"),
            _item(_("Receipts"), "inbox", "customs_receipt_changelist"),
            _item(_("Mode chooser"), "alt_route", "customs_modes"),
            _item(_("Policy desk"), "gavel", "customs_policy"),
            _item(_("What-if runs"), "science", "customs_whatifrun_changelist"),
            _item(_("Customs codes"), "menu_book", "customs_codes"),
            _item(_("Tax bills"), "receipt_long", "customs_taxbill_changelist"),
            _item(_("Payments declared"), "currency_exchange", "customs_paymentpush_changelist"),
            _item(_("Payment data requests"), "policy", "customs_datarequest_changelist"),
            _item(_("Direct-mail batches"), "flight_land", "customs_mailbatch_changelist"),
            _item(_("Account books"), "import_contacts", "customs_accountbook_changelist", "owns"),
            _item(_("Filings"), "fact_check", "customs_filing_changelist"),
            _item(_("Ports"), "anchor", "customs_portaccount_changelist", "owns"),
        ],
    },
    {
        "title": _("Goods"),
        "items": [
            _item(_("Products"), "shopping_bag", "catalog_product_changelist"),
            _item(_("SKUs"), "qr_code_2", "catalog_sku_changelist"),
            _item(_("Trade profiles"), "verified", "catalog_tradeprofile_changelist"),
            _item(_("Categories"), "category", "catalog_category_changelist"),
            _item(_("Attributes"), "tune", "catalog_attribute_changelist"),
            _item(_("Attribute values"), "format_list_bulleted", "catalog_attributechoice_changelist"),
            _item(_("Brands"), "sell", "catalog_brand_changelist"),
            _item(_("Brand papers"), "workspace_premium", "catalog_brandpaper_changelist"),
            _item(_("Complaints"), "gavel", "catalog_complaint_changelist"),
            _item(_("Stock"), "inventory_2", "inventory_stock_changelist"),
            _item(_("Batches"), "event", "inventory_batch_changelist"),
            _item(_("Movements"), "swap_vert", "inventory_movement_changelist"),
            _item(_("Reservations"), "lock_clock", "inventory_reservation_changelist"),
            _item(_("Warehouses"), "warehouse", "inventory_warehouse_changelist"),
            _item(_("Freight templates"), "local_shipping", "inventory_freighttemplate_changelist"),
            _item(_("Freight zones"), "map", "inventory_freightzone_changelist"),
            _item(_("Reviews"), "reviews", "reviews_review_changelist"),
        ],
    },
    {
        "title": _("Shop"),
        "items": [
            _item(_("Home page"), "web", "content_block_changelist"),
            _item(_("Banners"), "view_carousel", "content_banner_changelist"),
            _item(_("Articles"), "article", "content_article_changelist"),
            _item(_("Suppliers"), "handshake", "partners_supplier_changelist"),
        ],
    },
    {
        "title": _("Tax"),
        "items": [
            _item(_("Tax calculator"), "calculate", "tax_calculator", "everywhere"),
            _item(_("Yearly allowance"), "event_available", "allowance_allowanceentry_changelist"),
            _item(_("Rate batches"), "rule", "tax_ratebatch_changelist", "at_console"),
            _item(_("HS rates"), "percent", "tax_hsrate_changelist", "at_console") | {"active": _at_rates},
            _item(_("Postal articles"), "mail", "tax_postalrate_changelist", "at_console"),
            _item(_("Positive list"), "checklist", "tax_positivelistentry_changelist", "at_console"),
        ],
    },
    {
        "title": _("Engine room"),
        "items": [
            _item(_("Dead letters"), "report", "journal_delivery_changelist", query="state__exact=dead"),
            _item(_("Facts"), "history_edu", "journal_fact_changelist"),
        ],
    },
    {
        "title": _("Mall and people"),
        "items": [
            _item(_("Mall"), "storefront", "tenancy_mall_changelist", "owns"),
            _item(_("After-sale policy"), "timer", "aftersale_policy_changelist", "owns"),
            _item(_("Domains"), "dns", "tenancy_domain_changelist", "owns"),
            _item(_("Operators"), "badge", "accounts_membership_changelist", "owns"),
            _item(_("Shoppers"), "group", "accounts_user_changelist", "owns"),
            _item(_("Identities"), "fingerprint", "accounts_identity_changelist", "owns"),
            _item(_("Looks at personal data"), "visibility", "accounts_look_changelist", "owns"),
            _item(_("Changes of login phones"), "phonelink_ring", "accounts_loginchange_changelist", "owns"),
            _item(_("Copies of personal data"), "folder_zip", "privacy_export_changelist", "owns"),
            _item(_("Erasures"), "person_remove", "privacy_erasure_changelist", "owns"),
            _item(_("Times of personal data"), "timer", "privacy_policy_changelist", "owns"),
            _item(_("Secrets"), "key", "tenancy_mallsecret_changelist", "owns"),
        ],
    },
    {
        "title": _("Platform"),
        "items": [
            _item(_("Malls"), "storefront", "tenancy_mall_changelist", "at_console"),
            _item(_("Domains"), "dns", "tenancy_domain_changelist", "at_console"),
            _item(_("Operators"), "badge", "accounts_user_changelist", "at_console"),
            _item(_("Memberships"), "group", "accounts_membership_changelist", "at_console"),
        ],
    },
]

# Teal: #0B6E6E stands at 600, where white text on it has 6.05 to 1.
_PRIMARY = {
    "50": "#E6F3F2", "100": "#CFE8E6", "200": "#A3D3D0", "300": "#6FBAB6", "400": "#3C9B97", "500": "#17807E",
    "600": "#0B6E6E", "700": "#0A5C5C", "800": "#0A4A4A", "900": "#083A3A", "950": "#042424",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _HERE + "title",
    "SITE_HEADER": _HERE + "title",
    "SITE_SUBHEADER": _HERE + "subtitle",
    "SITE_URL": _HERE + "shop_address",
    "SITE_SYMBOL": "public",
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_HISTORY": False,
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": _HERE + "environment",
    "DASHBOARD_CALLBACK": "operations.dashboard.fill",
    "COLORS": {"primary": _PRIMARY},
    "BORDER_RADIUS": "6px",
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": _HERE + "sidebar"},
}
