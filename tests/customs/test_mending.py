"""What customs refused is put right and sent again: only what must go, as what it is, once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.services.identities import forget_person
from customs.messages import read
from customs.models import Declaration, Message
from customs.services import declare, keeping, mend_and_resend, record_receipt
from customs.services.mend_and_resend import make_again
from customs.tasks import declare_again
from customs.types import HeldBack, NoSuchDeclaration, NotMendable
from journal.models import Fact
from journal.services import as_fact
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Payment
from orders.services.resubmit_identity import resubmit_identity
from orders.types import NotAllowedNow
from tenancy.scope import Actor, in_mall
from tests.customs import factories as make
from tests.customs.said import said
from tests.orders.factories import identity

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
OTHER = ("110101199003074610", "李明")
MISMATCH = "[Code:1312;Desc:订购人身份信息与支付人不符]"


def sent() -> list[tuple[str, int, str]]:
    """(kind, revision, appType) of every message there is."""
    rows = Message.objects.order_by("kind", "revision")
    return [(m.kind, m.revision, read(keeping.opened(m)).documents[0].text("appType")) for m in rows]


def buyer_of(message: Message) -> str:
    return read(keeping.opened(message)).documents[0].text("buyerName")


@pytest.fixture
def refused(in_harbor) -> Package:
    """Three documents stand at the port, the list came back for the orderer's identity; nobody listens any more."""
    make.account(NOWHERE)
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    Message.objects.update(sent_at=timezone.now())
    Declaration.objects.update(sent_at=timezone.now(), state="sent")
    rows = {row.kind: row for row in Message.objects.all()}
    for kind in ("311", "411", "511"):
        hear(said(rows[kind], "120", 5))
    hear(said(rows["621"], "120", 6), said(rows["621"], "100", 7, info=MISMATCH))
    return Package.objects.get()


def hear(*rows):
    return [record_receipt(port="haikou", row=row, now=timezone.now()) for row in rows]


def resubmit(package: Package) -> Fact:
    order = Order.objects.get()
    new = identity(order.shopper, *OTHER)
    resubmit_identity(order_id=order.pk, shopper_id=order.shopper_id, identity_id=new.pk, now=timezone.now())
    return Fact.objects.get(kind="package.identity_resubmitted")


@pytest.mark.processes
def test_the_whole_way_rejected_for_the_identity_mended_and_released(at_port, until):
    package = make.package()
    at_port.post("fates", order_no=package.number, fate="reject:1312:订购人身份信息与支付人不符", times=1)
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Package.objects.get().clearance == "rejected")
    stands = Package.objects.get()
    assert (stands.mend, stands.reason_code, stands.reason) == (
        "identity",
        "1312",
        "订购人身份信息与支付人不符",
    )
    assert Declaration.objects.get().state == "rejected"
    declare_again(as_fact(resubmit(package)))
    until(lambda: Declaration.objects.get().status == "899")
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.revision, declaration.reason) == ("released", 2, "")
    assert Package.objects.get().clearance == "released"
    assert sent() == [
        ("311", 1, "1"), ("311", 2, "2"), ("411", 1, "1"), ("411", 2, "2"), ("511", 1, "1"), ("621", 1, "1"),
        ("621", 2, "1"),
    ]  # fmt: skip
    assert at_port.get("stats")["accepted_twice"] == []
    assert Fact.objects.filter(kind="declaration.sent").count() == 2


@pytest.mark.processes
def test_an_order_refused_by_its_form_is_new_again_and_the_list_stays(at_port, until):
    package = make.package()
    at_port.post(
        "fates", order_no=package.number, kind="311", fate="negative:-301008:订单参数校验失败", times=1
    )
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Package.objects.get().clearance == "rejected")
    mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    until(lambda: Declaration.objects.get().status == "899")
    assert [row for row in sent() if row[1] == 2] == [("311", 2, "1")]
    assert Package.objects.get().clearance == "released"
    assert LedgerEntry.objects.get(event="declare_again").actor == "operator:1"


@pytest.mark.processes
def test_a_document_that_did_not_get_through_is_sent_anew(at_port, until):
    package = make.package()
    at_port.post("fates", order_no=package.number, kind="411", fate="fail", times=1)
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Message.objects.get(kind="621").status == "120" and _last("411") == "4")
    assert (
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
        == 2
    )
    until(lambda: Declaration.objects.get().status == "899")
    assert [row for row in sent() if row[1] == 2] == [("411", 2, "1")]


def _last(kind: str) -> str:
    from customs.models import Receipt

    rows = Receipt.objects.filter(kind={"411": "412"}[kind]).order_by("-returned_at", "-pk")
    return rows.values_list("status", flat=True).first() or ""


def test_only_what_changed_or_was_refused_goes_again(refused):
    declare_again(as_fact(resubmit(refused)))
    again = {m.kind: m for m in Message.objects.filter(revision=2)}
    assert sorted(again) == ["311", "411", "621"]
    assert buyer_of(again["311"]) == buyer_of(again["621"]) == "李明"
    assert (Package.objects.get().clearance, Declaration.objects.get().state) == ("declaring", "ready")


def test_documents_of_a_new_revision_are_later_than_the_first(refused):
    first = read(keeping.opened(Message.objects.get(kind="621"))).documents[0].text("appTime")
    make_again(
        declaration_id=Declaration.objects.get().pk,
        now=Message.objects.earliest("made_at").made_at,
        actor="x",
    )
    second = read(keeping.opened(Message.objects.get(kind="621", revision=2))).documents[0].text("appTime")
    assert second > first


def test_the_fact_heard_twice_makes_one_revision(refused):
    fact = as_fact(resubmit(refused))
    declare_again(fact)
    declare_again(fact)
    assert Declaration.objects.get().revision == 2
    assert Message.objects.filter(revision=3).count() == 0
    rows = {m.kind: m for m in Message.objects.filter(revision=2)}
    hear(said(rows["621"], "100", 90, info=MISMATCH))
    declare_again(fact)
    assert (Declaration.objects.get().revision, Package.objects.get().clearance) == (2, "rejected")


def test_late_receipts_of_the_first_attempt_touch_nothing(refused):
    old = Message.objects.get(kind="621")
    declare_again(as_fact(resubmit(refused)))
    assert hear(said(old, "100", 8, info="[Code:1312;Desc:又一次]"), said(old, "300", 900)) == [
        "older",
        "older",
    ]
    assert (Declaration.objects.get().state, Package.objects.get().clearance) == ("ready", "declaring")


def test_a_port_that_names_no_document_is_understood_by_its_times(refused):
    old = Message.objects.get(kind="621")
    declare_again(as_fact(resubmit(refused)))
    assert hear(said(old, "100", 7, info="再次", guid="")) == ["older"]
    assert hear(said(old, "800", 8, guid="")) == ["applied"]
    assert Message.objects.get(kind="621", revision=2).status == "800"


def nothing_made() -> tuple[object, ...]:
    return (
        Message.objects.count(),
        Declaration.objects.values_list("revision", "state").get(),
        LedgerEntry.objects.count(),
    )


def test_what_would_be_refused_again_is_held_back_and_nothing_changes(refused):
    Payment.objects.update(amount="1.00")
    before = nothing_made()
    with pytest.raises(HeldBack) as held:
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    assert [f.code for f in held.value.findings] == ["match.amount"]
    assert nothing_made() == before


def test_a_cancelled_order_is_not_declared_again(refused):
    Order.objects.update(state="cancelled")
    before = nothing_made()
    with pytest.raises(NotAllowedNow):
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    assert nothing_made() == before


def test_nothing_refused_means_nothing_to_mend(in_harbor):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=timezone.now())
    before = nothing_made()
    with pytest.raises(NotMendable):
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    assert nothing_made() == before


def test_released_is_past_mending(refused):
    hear(said(Message.objects.get(kind="621"), "800", 20))
    with pytest.raises(NotMendable):
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")


def test_a_person_forgotten_meanwhile_is_held_back(refused):
    forget_person(identity_id=Order.objects.get().identity_id)
    before = nothing_made()
    with pytest.raises(HeldBack):
        mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    assert nothing_made() == before


def test_another_malls_declaration_is_not_found(refused, mall, other_mall):
    declaration_id = Declaration.objects.get().pk
    before = nothing_made()
    with in_mall(other_mall.pk, actor=Actor.staff()), pytest.raises(NoSuchDeclaration):
        mend_and_resend(declaration_id=declaration_id, now=timezone.now(), actor="operator:1")
    with in_mall(mall.pk, actor=Actor.staff()):
        assert nothing_made() == before


def passed_over(package: Package) -> None:
    """A new identity for a refused payment while the list still waits: the order's change comes too late."""
    declare_again(as_fact(resubmit(package)))
    again = {m.kind: m for m in Message.objects.filter(revision=2)}
    Message.objects.update(sent_at=timezone.now())
    hear(said(again["311"], "-301011", 20), said(again["411"], "120", 21))
    hear(said(Message.objects.filter(kind="621").latest("revision"), "100", 22, info=MISMATCH))


@pytest.fixture
def payment_refused(in_harbor) -> Package:
    make.account(NOWHERE)
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    Message.objects.update(sent_at=timezone.now())
    Declaration.objects.update(sent_at=timezone.now(), state="sent")
    rows = {row.kind: row for row in Message.objects.all()}
    hear(said(rows["311"], "120", 5), said(rows["511"], "120", 5), said(rows["621"], "120", 6))
    hear(said(rows["411"], "-401009", 7, info="支付人身份信息不符"))
    return Package.objects.get()


def test_a_change_that_was_passed_over_goes_again_with_the_list(payment_refused):
    passed_over(payment_refused)
    assert [row for row in sent() if row[1] == 2] == [("311", 2, "2"), ("411", 2, "1")]
    mend()
    assert [row for row in sent() if row[1] == 3] == [("311", 3, "2"), ("621", 3, "1")]
    assert buyer_of(Message.objects.get(kind="311", revision=3)) == "李明"
    rows = {m.kind: m for m in Message.objects.filter(revision=3)}
    hear(said(rows["311"], "120", 40), said(rows["621"], "100", 41, info=MISMATCH))
    mend()
    assert [row for row in sent() if row[1] == 4] == [("621", 4, "1")], "what the port holds now is the same"


def mend() -> None:
    mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    Message.objects.update(sent_at=timezone.now())


def test_the_control_compared_with_what_was_sent_the_order_is_never_changed(payment_refused, monkeypatch):
    monkeypatch.setattr("customs.services.mending._held", lambda message, last: message)
    passed_over(payment_refused)
    mend()
    assert [row for row in sent() if row[1] == 3] == [("621", 3, "1")]


def test_a_list_that_got_through_after_all_counts_though_it_was_made_anew(refused):
    """The first was thought lost; the second is told that there is one already, and customs speaks of the first."""
    old = Message.objects.get(kind="621")
    mend()
    new = Message.objects.get(kind="621", revision=2)
    assert hear(said(new, "-621004", 30), said(old, "300", 31), said(old, "800", 32)) == [
        "noted",
        "older",
        "applied",
    ]
    assert (Declaration.objects.get().state, Package.objects.get().clearance) == ("released", "released")
