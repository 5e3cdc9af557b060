"""Every table that is registered: its list, its detail and its words, in both languages, at the right host."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from tenancy.scope import Actor, in_mall
from tenancy.tables import Ownership, ownership
from tests.operations import factories as make
from tests.operations.conftest import CONSOLE, logged_in

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
NAMES = [model._meta.label for model in MODELS]
AT_MALL = [m for m in MODELS if ownership(m) is Ownership.OWN or admin.site._registry[m].mall_path]
RATES = {"currency.Rate", "tax.HsRate", "tax.PositiveListEntry", "tax.PostalRate", "tax.RateBatch"}
AT_CONSOLE = {"tenancy.Mall", "tenancy.Domain", "accounts.User", "accounts.Membership", *RATES}
OWNERS_ONLY = {
    "accounts.Identity", "accounts.LoginChange", "accounts.Look", "accounts.Membership", "accounts.User",
    "aftersale.Policy", "currency.Margin",
    "customs.AccountBook", "customs.BookItem", "customs.PortAccount", "logistics.Patience",
    "privacy.Erasure", "privacy.Export", "privacy.Policy", "risk.BlacklistEntry", "risk.Rule",
    "settlement.SupplyPrice", "settlement.Terms", "settlement.Voucher", "tenancy.Domain", "tenancy.Mall",
    "tenancy.MallSecret",
}  # fmt: skip
ADDS = {
    "accounts.Membership", "aftersale.Dispute", "risk.BlacklistEntry", "risk.Rule",
    "catalog.Attribute", "catalog.AttributeChoice", "catalog.Brand", "catalog.Category",
    "content.Article", "content.Banner", "content.Block",
    "currency.Margin", "customs.AccountBook", "customs.Filing", "customs.MailBatch",
    "customs.PortAccount", "customs.Receipt", "customs.WhatIfRun",
    "inventory.FreightTemplate", "inventory.FreightZone", "partners.Supplier", "settlement.SupplyPrice",
    "tenancy.MallSecret",
}  # fmt: skip
# Added while the mall has none: `furnish` leaves one of each.
ONE_ROW = {"aftersale.Policy", "logistics.Patience", "privacy.Policy", "settlement.Terms"}
# The same in both languages.
SAME = {"SKU"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def address(model, *more: str) -> str:
    return "/".join(["/admin", model._meta.app_label, model._meta.model_name, *more]) + "/"


def first_pk(model, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        return admin.site._registry[model].get_queryset(None).order_by("pk").values_list("pk", flat=True)[0]


def test_the_registry_is_what_an_operator_needs():
    assert set(NAMES) == {
        "accounts.Identity", "accounts.LoginChange", "accounts.Look", "accounts.Membership", "accounts.User",
        "aftersale.Policy",
        "aftersale.Dispute", "aftersale.Request", "risk.BlacklistEntry", "risk.Case", "risk.Rule",
        "privacy.Erasure", "privacy.Export", "privacy.Policy",
        "allowance.AllowanceEntry", "analytics.VisitCount", "catalog.Attribute", "catalog.AttributeChoice",
        "catalog.Brand", "catalog.BrandPaper", "catalog.Category", "catalog.Complaint", "inventory.Batch",
        "catalog.Product", "catalog.Sku", "catalog.TradeProfile", "content.Article", "content.Banner",
        "content.Block", "currency.Margin", "customs.AccountBook", "customs.BookItem", "customs.MailBatch",
        "customs.MessageFile", "customs.PaymentPush", "customs.WhatIfRun",
        "customs.Alarm", "customs.DataRequest", "customs.Declaration", "customs.Filing",
        "customs.Message", "customs.PortAccount", "customs.Receipt", "customs.TaxBill", "inventory.Movement",
        "inventory.FreightTemplate", "inventory.FreightZone", "logistics.LaneDays", "logistics.Patience",
        "logistics.Silence",
        "inventory.Reservation", "inventory.Stock", "inventory.Warehouse", "journal.Delivery", "journal.Fact",
        "logistics.CarrierPush", "logistics.Waybill", "orders.LedgerEntry", "orders.Order", "orders.Package",
        "partners.Supplier",
        "partners.SupplierPaper", "payments.BankReceipt", "payments.BillCheck", "payments.Break", "payments.Payment",
        "payments.Refund", "reviews.Review", "settlement.LockedCost", "settlement.Statement", "settlement.SupplyPrice",
        "settlement.Terms", "settlement.Voucher",
        "tenancy.Domain", "tenancy.Mall", "tenancy.MallSecret", *RATES,
    }  # fmt: skip


def test_lists_searches_and_details_answer_in_both_languages(owner, order, mall):
    for model in AT_MALL:
        pk = str(first_pk(model, mall))
        for prefix in ("", "/en"):
            paths = (address(model), address(model) + "?q=1", address(model, pk, "change"))
            for path in paths:
                answer = owner.get(prefix + path)
                assert answer.status_code == 200, (prefix + path, answer.headers)
                language = re.search(r'<html lang="([^"]+)"', answer.content.decode())
                assert language and language[1] == (prefix[1:] or "zh-hans"), prefix + path


def test_forms_of_what_may_be_added_answer(owner, order):
    for model in AT_MALL:
        if model._meta.label in ADDS:
            assert owner.get(address(model, "add")).status_code == 200, model
        else:
            assert owner.get(address(model, "add")).status_code == 403, model


def test_a_table_of_one_row_is_added_while_there_is_none(owner, clerk, mall):
    for label in sorted(ONE_ROW):
        model = apps.get_model(label)
        add, many = address(model, "add"), address(model)
        assert clerk.get(add).status_code == 403
        assert add in owner.get(many).content.decode()
        assert owner.get(add).status_code == 200
        with in_mall(mall.pk, actor=Actor.staff()):
            model.objects.create()
        assert add not in owner.get(many).content.decode()
        assert owner.get(add).status_code == 403
        assert owner.post(add, {"supplier_share": "0.5"}).status_code == 403
        with in_mall(mall.pk, actor=Actor.staff()):
            assert model.objects.count() == 1


def test_other_pages_do_not_ask_for_the_one_row(owner, order):
    def asked(path: str) -> list[str]:
        with CaptureQueriesContext(connection) as counted:
            assert owner.get(path).status_code == 200
        return [q["sql"] for q in counted if any(table in q["sql"] for table in tables)]

    tables = [apps.get_model(label)._meta.db_table for label in sorted(ONE_ROW)]
    assert asked("/admin/") == asked("/admin/orders/order/") == []
    for label in sorted(ONE_ROW):  # the control: there it is asked once, beside the rows
        assert len(asked(address(apps.get_model(label)))) == 2, label


def test_a_list_costs_at_most_six_statements(owner, order):
    costs = {}
    for model in AT_MALL:
        owner.get(address(model))
        with CaptureQueriesContext(connection) as counted:
            owner.get(address(model))
        # The host is read once in five seconds, in whose request that falls.
        said = [q["sql"] for q in counted if "SAVEPOINT" not in q["sql"] and "tenancy_domain" not in q["sql"]]
        if len(said) > 6:
            costs[model._meta.label] = said
    assert not costs, costs


def test_every_label_is_said_in_chinese(mall, order, rf):
    request = rf.get("/admin/")
    request.operator_role, request.user = "owner", User()
    english = set()
    with in_mall(mall.pk, actor=Actor.staff()), override("zh-hans"):
        for model in AT_MALL:
            english |= {
                (model._meta.label, label) for label in _labels(model, request) if not HAN.search(label)
            }
    assert {row for row in english if row[1] not in SAME} == set()


def _labels(model, request) -> set[str]:
    shown = admin.site._registry[model]
    row = shown.get_queryset(request).order_by("pk").first()
    names = {*shown.list_display, *flatten_fieldsets(shown.get_fieldsets(request, row))} - {"action_checkbox"}
    form = shown.get_form(request, row)
    fields = form.base_fields
    labels = {
        str(fields[n].label if n in fields else label_for_field(n, model, shown, form=form)) for n in names
    }
    labels |= {str(h) for s in shown.sections(request, row) for h in (s.title, *s.headers)} - {""}
    return labels | {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}


def test_a_stranger_from_another_mall_gets_nothing(owner, order, mall, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        make.furnish()
    user = make.operator(other_mall, "stranger")
    at_home, abroad = logged_in(user, other_mall), Client(HTTP_HOST="harbor.localhost")
    session = at_home.cookies[settings.SESSION_COOKIE_NAME].value
    for model in AT_MALL:
        pk = str(first_pk(model, mall))
        for more in ((), (pk, "change"), (pk, "delete"), ("add",)):
            abroad.cookies[settings.SESSION_COOKIE_NAME] = session  # of another mall: nobody here
            answer = abroad.get(address(model, *more))
            assert answer.status_code == 302 and "/admin/login/" in answer.headers["Location"], (model, more)
        # at his own mall that row is not there: back to the first page, with a word
        detail = at_home.get(address(model, pk, "change"))
        assert (detail.status_code, detail.headers.get("Location")) == (302, "/admin/"), model
        assert at_home.get(address(model)).status_code == 200, model


def test_strangers_and_shoppers_stay_outside(mall, other_mall, shopper, client):
    def enters(user, host: str = "harbor.localhost") -> bool:
        """By the login page, as people do."""
        browser = Client(HTTP_HOST=host)
        browser.post("/admin/login/", {"username": user.login, "password": "correct horse battery"})
        return browser.get("/admin/").status_code == 200

    assert enters(make.operator(mall, "here"))
    assert not enters(make.operator(other_mall, "elsewhere"))
    assert not enters(make.operator(None, "nowhere"))
    assert not enters(make.operator(mall, "asleep", is_active=False))
    assert not enters(make.operator(mall, "unflagged_console"), CONSOLE)
    assert not enters(shopper)
    with in_mall(mall.pk, actor=Actor.staff()):
        shopper.is_staff = shopper.is_superuser = True
        shopper.save()
    assert not enters(shopper), "a shopper's row is a shopper, whatever flags it carries"
    assert not enters(shopper, CONSOLE)


def test_a_clerk_sees_neither_people_nor_secrets(clerk, order):
    seen = {model._meta.label for model in AT_MALL if clerk.get(address(model)).status_code == 200}
    assert {model._meta.label for model in AT_MALL} - seen == OWNERS_ONLY


def test_the_console_shows_only_tables_above_the_malls(platform, order):
    seen = {model for model in MODELS if platform.get(address(model)).status_code == 200}
    assert {model._meta.label for model in seen} == AT_CONSOLE
    assert all(ownership(model) is not Ownership.OWN for model in seen)


def test_the_console_adds_a_mall_an_operator_and_a_membership(platform, mall):
    page = platform.get("/admin/")
    assert page.status_code == 200 and "harbor.localhost" in page.content.decode()
    made = platform.post(
        "/admin/tenancy/mall/add/",
        {"code": "tide", "name_zh_hans": "潮汐", "name_en": "Tide", "host": "tide.localhost"},
    )
    assert made.status_code == 302
    refused = platform.post(
        "/admin/tenancy/mall/add/",
        {"code": "tide2", "name_zh_hans": "潮汐", "name_en": "Tide", "host": "tide.localhost"},
    )
    assert refused.status_code == 200
    from accounts.models import Membership, User
    from tenancy.models import Mall

    assert set(Mall.objects.values_list("code", flat=True)) == {"harbor", "tide"}
    made = platform.post(
        "/admin/accounts/user/add/",
        {"login": "newcomer", "password": "correct horse battery", "display_name": "新人"},
    )
    assert made.status_code == 302
    newcomer = User.objects.get(login="newcomer")
    assert (newcomer.is_staff, newcomer.is_superuser, newcomer.mall_id) == (True, False, None)
    made = platform.post(
        "/admin/accounts/membership/add/",
        {"mall": Mall.objects.get(code="tide").pk, "login": "newcomer", "role": "clerk"},
    )
    assert made.status_code == 302
    assert list(Membership.objects.values_list("user__login", "mall__code", "role")) == [
        ("newcomer", "tide", "clerk")
    ]


def test_a_mall_reads_only_its_own_of_the_tables_above(owner, mall, other_mall):
    make.operator(other_mall, "far_away")
    assert "meridian.localhost" not in owner.get("/admin/tenancy/domain/").content.decode()
    assert "far_away" not in owner.get("/admin/accounts/membership/").content.decode()
    assert "far_away" not in owner.get("/admin/accounts/user/").content.decode()
    assert owner.get(f"/admin/tenancy/mall/{other_mall.pk}/change/").status_code == 302
    assert owner.get("/admin/tenancy/mall/add/").status_code == 403
    assert owner.get("/admin/accounts/user/add/").status_code == 403


def test_an_owner_takes_an_operator_in_and_gives_no_more_than_a_role(owner, mall, other_mall):
    from accounts.models import Membership, User

    helper = make.operator(None, "helper")
    made = owner.post(
        "/admin/accounts/membership/add/", {"login": "helper", "role": "clerk", "mall": other_mall.pk}
    )
    assert made.status_code == 302
    assert list(Membership.objects.filter(user=helper).values_list("mall_id", "role")) == [(mall.pk, "clerk")]
    again = owner.post("/admin/accounts/membership/add/", {"login": "helper", "role": "owner"})
    assert again.status_code == 200
    unknown = owner.post("/admin/accounts/membership/add/", {"login": "nobody", "role": "owner"})
    assert unknown.status_code == 200
    assert Membership.objects.filter(user=helper).count() == 1
    with in_mall(mall.pk, actor=Actor.staff()):
        from tests import factories

        person = factories.shopper("13911112222")
    changed = owner.post(
        f"/admin/accounts/user/{person.pk}/change/", {"is_superuser": "on", "is_staff": "on"}
    )
    assert changed.status_code == 302
    with in_mall(mall.pk, actor=Actor.staff()):
        person = User.objects.get(pk=person.pk)
    assert (person.is_superuser, person.is_staff, person.is_active) == (False, False, False)


def test_an_empty_list_says_whether_nothing_is_there_or_nothing_fits(owner):
    for prefix, bare, filtered in (
        ("", "有记录后会显示在这里。", "没有符合当前搜索和筛选条件的记录。"),
        (
            "/en",
            "Rows stand here as soon as there are any.",
            "No row matches what you search and filter for.",
        ),
    ):
        path = f"{prefix}/admin/orders/order/"
        empty, searched = (owner.get(path + query).content.decode() for query in ("", "?q=nothing"))
        assert bare in empty and filtered not in empty
        assert filtered in searched and bare not in searched
        assert "yielded" not in empty + searched


@pytest.mark.parametrize("label", ["logistics.Silence", "customs.Alarm"])
def test_what_nobody_has_seen_to_yet_stands_above_what_is_over(owner, order, mall, label):
    model = apps.get_model(label)
    with in_mall(mall.pk, actor=Actor.staff()):
        row = model.objects.get()
        opened, row.pk, row.over_at, row.since = row.pk, None, row.raised_at, row.since - timedelta(days=1)
        row.save(force_insert=True)
    rows = owner.get(address(model)).context["cl"].result_list
    assert [shown.pk for shown in rows] == [opened, row.pk]
