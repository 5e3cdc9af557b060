"""Making goods by hand: a draft, its SKU, its pictures, its trade profile, and what is still missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Media, Product, Sku, TradeProfile
from partners.models import Supplier, SupplierPaper, SupplierStaff
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make
from tests.pictures import PDF, SVG, claims_to_be, picture
from tests.seller.conftest import browser

pytestmark = [pytest.mark.django_db]
PROFILE = {
    "hs_code": "1901101090", "declared_name": "婴幼儿配方奶粉", "declared_elements": "0|0|试牌|800克/罐",
    "origin": "NL", "unit": "122", "unit1": "035", "unit1_factor": "0.8", "net_kg": "0.8", "gross_kg": "1.0",
    "record_no": "R1",
}  # fmt: skip


@pytest.fixture
def draft(mall, ours) -> Product:
    with in_mall(mall.pk, actor=Actor.staff()):
        return Product.objects.create(
            code="NEW", slug="new", supplier=ours.product.supplier, category=ours.product.category,
            warehouse=ours.product.warehouse, mode="bonded_1210", title_zh_hans="新品", origin="NL",
            brand_zh_hans="试牌",
        )  # fmt: skip


def read(mall, model, **where):
    with in_mall(mall.pk, actor=Actor.staff()):
        return model.objects.filter(**where).first()


def test_from_a_draft_to_the_review(mall, supplier, draft):
    supplier.post(
        f"/seller/products/{draft.pk}/skus", {"code": "NEW-1", "price": "¥129.00", "option_zh_hans": "红"}
    )
    sku = read(mall, Sku, code="NEW-1")
    assert (sku.price, sku.product_id) == (Decimal("129.00"), draft.pk)
    page = supplier.get(f"/en/seller/skus/{sku.pk}/profile").content.decode()
    assert "The HS code is missing." in page
    answer = supplier.post(f"/seller/skus/{sku.pk}/profile", PROFILE | {"version": sku.version})
    assert answer.status_code == 303
    assert read(mall, TradeProfile, sku=sku).unit1_factor == Decimal("0.8")
    page = supplier.get(f"/en/seller/skus/{sku.pk}/profile").content.decode()
    assert "The HS code is missing." not in page and "Complete: it can be declared." in page
    supplier.post(f"/seller/products/{draft.pk}/state", {"state": "submitted"})
    assert read(mall, Product, pk=draft.pk).state == "submitted"


def test_a_code_is_found_by_name_or_digits(supplier):
    for query in ("奶粉", "infant formula", "190110"):
        assert "1901101090" in supplier.get("/seller/trade/codes", {"code_query": query}).content.decode(), (
            query
        )
    assert "1901101090" not in supplier.get("/seller/trade/codes", {"code_query": "轮胎"}).content.decode()


def test_the_second_of_two_profiles_is_told(mall, supplier, ours):
    form = PROFILE | {"version": 1}
    assert supplier.post(f"/seller/skus/{ours.pk}/profile", form | {"net_kg": "0.7"}).status_code == 303
    answer = supplier.post(f"/seller/skus/{ours.pk}/profile", form | {"net_kg": "0.6"})
    assert answer.status_code == 409
    assert read(mall, TradeProfile, sku=ours).net_kg == Decimal("0.7")


def hang(supplier, product, data: bytes, name: str = "a.png"):
    file = SimpleUploadedFile(name, data, "image/png")
    return supplier.post(f"/seller/products/{product.pk}/pictures", {"picture": file}, follow=True)


def test_a_picture_is_drawn_anew_in_the_widths_of_the_pages(mall, supplier, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hang(supplier, draft, picture(900, 900))
    hang(supplier, draft, picture(900, 900))
    row = read(mall, Media, product=draft)
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Media.objects.filter(product=draft).count() == 1
    assert row.widths == [200, 400, 800]
    names = sorted(path.name for path in (tmp_path / f"mall-{mall.pk}" / "products").iterdir())
    assert names == sorted(f"{row.name.removeprefix('products/')}-{w}.webp" for w in row.widths)


@pytest.mark.parametrize(
    "data",
    [SVG, claims_to_be(40_000, 40_000), b"MZ", picture()[:50]],
    ids=["svg", "40,000", "program", "half"],
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(mall, supplier, draft, settings, tmp_path, data):
    settings.MEDIA_ROOT = tmp_path
    assert "notice-error" in hang(supplier, draft, data).content.decode()
    assert read(mall, Media, product=draft) is None and not list(tmp_path.rglob("*.webp"))


def test_a_company_applies_sends_its_papers_and_is_accepted(mall, settings, tmp_path):
    with in_mall(mall.pk, actor=Actor.staff()):
        user = factories.shopper("13700000003")
    client = browser(mall, user)
    form = {
        "company_name": "蓝湾贸易", "country": "CN", "company_code": "4401986066", "name_zh_hans": "蓝湾",
        "name_en": "Blue Bay", "contact_name": "陈", "contact_phone": "020-1", "state": "active",
        "mall_id": "9", "score": "5",
    }  # fmt: skip
    assert client.post("/seller/apply", form).headers["Location"] == "/seller/application"
    row = read(mall, Supplier, code="blue-bay")
    assert (row.state, row.score) == ("applied", None)
    paper = SimpleUploadedFile("licence.pdf", PDF, "application/pdf")
    client.post("/seller/application/papers", {"kind": "licence", "file": paper})
    kept = read(mall, SupplierPaper, supplier=row)
    assert client.get(f"/seller/papers/{kept.pk}").content == PDF
    operator = factories.operator("owner")
    operator.memberships.create(mall=mall, role="owner")
    desk = browser(mall, operator)
    assert desk.get(f"/admin/partners/supplierpaper/{kept.pk}/file/").content == PDF
    with in_mall(mall.pk, actor=Actor.staff()):
        from partners import services

        services.sign_contract(supplier_id=row.pk, terms=make.terms(), now=make.NOW, actor="operator:1")
        services.accept_supplier(supplier_id=row.pk, now=make.NOW, actor="operator:1")
    assert client.get("/seller/").status_code == 200
    assert "notice-warning" in client.get("/seller/company").content.decode()  # the deposit is still due


def test_a_paper_is_no_picture_that_the_shop_serves(mall, supplier, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        paper = SupplierPaper.objects.create(
            supplier=ours.product.supplier, kind="licence", name="a.pdf", file=f"mall-{mall.pk}/papers/1/x.pdf",
            media_type="application/pdf", size=1, digest="0" * 64, added_at=make.NOW,
        )  # fmt: skip
    assert browser(mall).get(f"/media/{paper.file}").status_code == 404


def test_a_seat_is_given_its_password_is_shown_once(mall, supplier):
    text = supplier.post(
        "/seller/staff", {"login": "13700000007", "name": "仓管", "role": "warehouse"}
    ).content.decode()
    password = text.split('class="secret">')[1].split("<")[0]
    assert password not in supplier.get("/seller/staff").content.decode()
    seat = read(mall, SupplierStaff, user__login="13700000007")
    assert seat.role == "warehouse"
    other = browser(mall)
    answer = other.post("/seller/login", {"login": "13700000007", "password": password})
    assert answer.headers["Location"] == "/seller/"
