"""From the application to the shelf and off it again."""

from __future__ import annotations

import pytest

from catalog.selectors import offers
from journal.models import Fact
from notifications.models import Message
from partners import services
from partners.models import Supplier, SupplierStaff
from partners.selectors import seat_of, shop_of
from partners.types import NotNow, PartnerError
from tests import factories
from tests.partners import factories as make
from tests.partners.factories import NOW

pytestmark = [pytest.mark.django_db]


def test_an_application_waits_and_its_applicant_is_the_owner(in_harbor):
    user, supplier_id = make.applicant()
    row = Supplier.objects.get(pk=supplier_id)
    assert (row.state, row.code, row.company_code) == ("applied", "blue-bay-baby", "4401986066")
    seat = seat_of(user.pk)
    assert (seat.supplier_id, seat.role, seat.trades) == (supplier_id, "owner", False)
    assert shop_of("blue-bay-baby") is None
    assert Fact.objects.filter(kind="supplier.applied", subject=f"supplier:{supplier_id}").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"company_name": "  "}, "company_name"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"name": {"zh-hans": "", "en": ""}}, "name_zh_hans"),
        ({"company_code": "91440101MA5AXXXX0Z"}, "company_code"),
        ({"company_code": "<b>", "country": "NL"}, "company_code"),
    ],
)
def test_a_wrong_application_names_its_field_and_makes_nothing(in_harbor, changes, field):
    with pytest.raises(PartnerError) as refused:
        make.applicant(**changes)
    assert refused.value.field == field
    assert Supplier.objects.count() == SupplierStaff.objects.count() == 0


def test_one_person_works_for_one_supplier(in_harbor):
    user, _id = make.applicant()
    with pytest.raises(PartnerError):
        services.apply_as_supplier(user_id=user.pk, fields=make.application(), now=NOW)
    assert Supplier.objects.count() == 1


def test_it_is_accepted_only_with_licence_and_contract(in_harbor):
    _user, supplier_id = make.applicant()
    with pytest.raises(NotNow):
        services.accept_supplier(supplier_id=supplier_id, now=NOW, actor="operator:1")
    services.keep_paper(
        supplier_id=supplier_id, kind="licence", name="a.pdf", data=make.PDF, valid_until=None, now=NOW
    )
    with pytest.raises(NotNow):
        services.accept_supplier(supplier_id=supplier_id, now=NOW, actor="operator:1")
    assert Supplier.objects.get(pk=supplier_id).state == "applied"
    services.sign_contract(supplier_id=supplier_id, terms=make.terms(), now=NOW, actor="operator:1")
    services.accept_supplier(supplier_id=supplier_id, now=NOW, actor="operator:1")
    assert Supplier.objects.get(pk=supplier_id).state == "active"


def test_what_is_sent_back_may_be_mended_and_sent_again(in_harbor):
    user, supplier_id = make.applicant()
    services.reject_supplier(supplier_id=supplier_id, reason="执照已过期", now=NOW, actor="operator:1")
    told = Message.objects.get(user=user)
    assert told.kind == "supplier.rejected" and "执照已过期" in told.text
    services.apply_again(supplier_id=supplier_id, fields=make.application(company_name="蓝湾贸易"), now=NOW)
    row = Supplier.objects.get(pk=supplier_id)
    assert (row.state, row.company_name) == ("applied", "蓝湾贸易")


def test_a_reason_is_needed_to_send_back(in_harbor):
    _user, supplier_id = make.applicant()
    with pytest.raises(PartnerError):
        services.reject_supplier(supplier_id=supplier_id, reason=" ", now=NOW, actor="operator:1")
    assert Supplier.objects.get(pk=supplier_id).state == "applied"


def test_a_suspended_suppliers_goods_are_not_offered_and_come_back_when_it_resumes(in_harbor):
    sku = factories.sku()
    supplier = sku.product.supplier
    assert offers([sku.pk])[sku.pk].is_offered
    services.suspend_supplier(supplier_id=supplier.pk, reason="抽检不合格", now=NOW, actor="operator:1")
    assert not offers([sku.pk])[sku.pk].is_offered
    services.resume_supplier(supplier_id=supplier.pk, now=NOW, actor="operator:1")
    assert offers([sku.pk])[sku.pk].is_offered


@pytest.mark.parametrize("verb", ["accept_supplier", "resume_supplier"])
def test_a_change_the_state_does_not_allow_is_refused(in_harbor, verb):
    supplier = factories.supplier()
    with pytest.raises(NotNow):
        getattr(services, verb)(supplier_id=supplier.pk, now=NOW, actor="operator:1")
    assert Supplier.objects.get(pk=supplier.pk).state == "active"
