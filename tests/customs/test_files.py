"""Several packages in one file a kind: one receipt each, the same bytes each time, a refused one holds no other."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services.identities import forget_person
from customs.messages import read
from customs.messages.signature import verify
from customs.models import Declaration, Message, MessageFile, PortAccount, Receipt
from customs.ports.haikou.client import HaikouPort
from customs.services import declare, mend_and_resend, record_receipt, resend_unsent
from customs.services.files import letter_of, pack
from customs.services.files.letters import FileDamaged
from customs.services.send_again import NotSigned, send_again
from customs.types import Outcome, PortAway, PortReceipt
from journal.models import Fact
from orders.models import Order, Package
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def later(seconds: int = 60):
    return timezone.now() + timedelta(seconds=seconds)


@pytest.fixture
def port(at_port):
    """Takes three packages a file."""
    PortAccount.objects.update(per_file=3)
    return at_port


def declared(how_many: int) -> list[Package]:
    packages = [make.package() for _ in range(how_many)]
    for package in packages:
        declare(package_id=package.pk, now=timezone.now())
    return packages


def files() -> list[tuple[str, int]]:
    return list(MessageFile.objects.order_by("pk").values_list("kind", "documents"))


def statuses() -> set[tuple[str, str]]:
    return set(Declaration.objects.values_list("state", "status"))


def test_five_packages_go_in_two_files_a_kind_and_each_has_receipts_of_its_own(port, until):
    declared(5)
    assert (Message.objects.exclude(digest="").count(), MessageFile.objects.count()) == (0, 0)
    assert resend_unsent(port="haikou", now=timezone.now()) == 0
    assert files() == [("311", 3), ("411", 3), ("511", 3), ("621", 3)] + [
        (kind, 2) for kind in ("311", "411", "511", "621")
    ]
    assert statuses() == {("sent", "")}
    assert Fact.objects.filter(kind="declaration.sent").count() == 5
    until(lambda: statuses() == {("released", "899")})
    stats = port.get("stats")
    assert {k: stats["documents"][k]["accepted"] for k in ("311", "411", "511", "621")} == dict.fromkeys(
        ("311", "411", "511", "621"), 5
    )
    assert stats["accepted_twice"] == []
    per_list = Receipt.objects.filter(kind="622").values_list("declaration_id", "status")
    assert len(per_list) == len(set(per_list)) == 5 * 6


def test_a_file_is_one_signed_message_that_holds_every_document(port):
    declared(3)
    resend_unsent(port="haikou", now=timezone.now())
    for file in MessageFile.objects.all():
        xml = letter_of(file).xml
        assert (verify(xml).judgement, len(read(xml).documents)) == ("valid", 3)
        guids = Message.objects.filter(file=file).order_by("pk").values_list("guid", flat=True)
        assert [document.text("guid") for document in read(xml).documents] == list(guids)
        assert port.xml(file.message_id) == xml
        assert hashlib.sha256(xml).hexdigest() == file.digest


def test_the_same_bytes_at_every_resend(port, until):
    declared(3)
    port.post("config", mischief={"drop_after_commit": 1})
    resend_unsent(port="haikou", now=timezone.now())
    kept = list(MessageFile.objects.values_list("message_id", "digest"))
    assert MessageFile.objects.filter(sent_at__isnull=False).count() == 0
    port.post("config", mischief={"drop_after_commit": 0})
    resend_unsent(port="haikou", now=later())
    assert list(MessageFile.objects.values_list("message_id", "digest")) == kept
    seen = port.get("messages", message_id=kept[0][0])[0]
    assert (seen["arrivals"], seen["conflicts"], seen["sha256"]) == (2, 0, kept[0][1])
    until(lambda: statuses() == {("released", "899")})
    assert port.get("stats")["accepted_twice"] == []


def test_the_control_documents_in_another_order_are_not_the_same_file(port):
    """What the digest is for: a file that cannot be put together as it was signed is never sent."""
    declared(2)
    pack(port="haikou", now=timezone.now())
    file = MessageFile.objects.earliest("pk")
    MessageFile.objects.filter(pk=file.pk).update(before=bytes(file.before).replace(b"1.0", b"1.1", 1))
    with pytest.raises(FileDamaged):
        letter_of(MessageFile.objects.get(pk=file.pk))


def test_a_refused_document_holds_no_other(port, until):
    packages = declared(3)
    port.post("fates", order_no=packages[1].number, kind="311", fate="negative:-301008:参数校验失败")
    resend_unsent(port="haikou", now=timezone.now())
    released = Declaration.objects.filter(state="released")
    until(lambda: released.count() == 2 and Declaration.objects.filter(state="rejected").exists())
    rejected = Declaration.objects.get(package_id=packages[1].pk)
    assert (rejected.state, rejected.reason_code) == ("rejected", "-301008")
    mend_and_resend(declaration_id=rejected.pk, now=later(), actor="operator:1")
    again = Message.objects.get(declaration=rejected, revision=2, kind="311")
    assert (again.file_id, bool(again.digest)) == (None, True), "what was mended goes by itself"


def test_a_file_refused_whole_goes_document_by_document(port, until):
    """CEB900 names the file: none of its documents entered, and which was at fault it does not say."""
    declared(3)
    now = timezone.now()
    pack(port="haikou", now=now)
    first = MessageFile.objects.earliest("pk")
    row = PortReceipt(
        "900", first.message_id, "-1", "20260310120000000", "900:x", message_id=first.message_id
    )
    assert record_receipt(port="haikou", row=row, now=now) is Outcome.APPLIED
    assert record_receipt(port="haikou", row=row, now=now) is Outcome.REPEATED
    assert MessageFile.objects.filter(broken_up_at__isnull=True).count() == 0
    assert set(Message.objects.values_list("file", "alone", "status")) == {(None, True, "")}
    assert resend_unsent(port="haikou", now=later()) == 3
    assert MessageFile.objects.count() == 4, "no new file is made of them"
    until(lambda: statuses() == {("released", "899")})


def test_a_file_that_the_door_refuses_goes_document_by_document(port, until):
    from tests.customs.test_sending import _lay_down

    declared(2)
    pack(port="haikou", now=timezone.now())
    _lay_down(port, MessageFile.objects.earliest("pk").message_id)
    resend_unsent(port="haikou", now=later())
    assert Message.objects.filter(file__isnull=False).count() == 0
    until(lambda: statuses() == {("released", "899")})
    assert port.get("stats")["accepted_twice"] == []


def test_a_port_that_is_away_gets_the_files_in_their_order_later(port):
    port.post("down", seconds=600, mode="close")
    declared(2)
    resend_unsent(port="haikou", now=timezone.now())
    assert list(MessageFile.objects.order_by("pk").values_list("kind", "attempts")) == [
        ("311", 1), ("411", 0), ("511", 0), ("621", 0),
    ]  # fmt: skip
    port.post("down", seconds=0)
    resend_unsent(port="haikou", now=later())
    assert MessageFile.objects.filter(sent_at__isnull=True).count() == 0
    assert port.get("stats")["accepted_twice"] == []


def test_whoever_was_forgotten_leaves_the_file_and_the_others_go(port, until):
    declared(3)
    pack(port="haikou", now=timezone.now())
    forget_person(identity_id=Order.objects.earliest("pk").identity_id)
    resend_unsent(port="haikou", now=later())
    resend_unsent(port="haikou", now=later(120))
    until(lambda: Declaration.objects.filter(status="899").count() == 2)
    assert Declaration.objects.earliest("pk").state == "ready"


def test_two_who_pack_at_once_file_each_document_once(port, monkeypatch):
    import sys

    service = sys.modules["customs.services.files.pack"]
    signed, rivals = service._signed, iter([lambda: pack(port="haikou", now=timezone.now())])

    def interrupted(*values):
        for rival in rivals:
            rival()
        return signed(*values)

    declared(3)
    monkeypatch.setattr(service, "_signed", interrupted)
    pack(port="haikou", now=timezone.now())
    assert files() == [("311", 3), ("411", 3), ("511", 3), ("621", 3)]
    assert Message.objects.filter(file__isnull=True).count() == 0


def test_a_document_made_anew_is_not_sent_as_it_was(port):
    declared(2)
    pack(port="haikou", now=timezone.now())
    old = Message.objects.filter(kind="311").earliest("pk")
    Message.objects.filter(pk=old.pk).update(revision=1)
    Order.objects.filter(pk=old.declaration.package.order_id).update(consignee="李四")
    mend_and_resend(declaration_id=old.declaration_id, now=later(), actor="operator:1")
    resend_unsent(port="haikou", now=later())
    resend_unsent(port="haikou", now=later(120))
    sent = [letter_of(file).xml for file in MessageFile.objects.filter(kind="311", sent_at__isnull=False)]
    assert all(old.guid.encode() not in xml for xml in sent)
    assert Message.objects.get(declaration=old.declaration_id, kind="311", revision=2).sent_at


def test_what_waits_for_its_file_is_not_sent_again_by_hand(port):
    declared(1)
    with pytest.raises(NotSigned):
        send_again(message_id=Message.objects.earliest("pk").pk, now=timezone.now())
    resend_unsent(port="haikou", now=timezone.now())
    file = MessageFile.objects.get(kind="311")
    send_again(message_id=Message.objects.get(kind="311").pk, now=timezone.now())
    seen = port.get("messages", message_id=file.message_id)[0]
    assert (seen["arrivals"], seen["conflicts"]) == (2, 0)


def test_a_turn_of_the_port_and_of_the_signer_is_a_file_not_a_document(port):
    from customs.models import PortSigner

    PortSigner.objects.update(per_minute=24)
    PortAccount.objects.update(per_minute=24, per_file=100)
    declared(12)
    resend_unsent(port="haikou", now=timezone.now())
    assert files() == [("311", 12), ("411", 12), ("511", 12), ("621", 12)]
    assert statuses() == {("sent", "")}


def test_a_hundred_is_the_most(in_harbor):
    from django.core.exceptions import ValidationError

    make.account("http://127.0.0.1:9")
    account = PortAccount.objects.get()
    account.per_file = 101
    with pytest.raises(ValidationError) as refused:
        account.full_clean(exclude=["mall"])
    assert re.search("100", str(refused.value.message_dict["per_file"]))


def test_a_file_larger_than_the_gateway_takes_is_broken_up_at_once(port, monkeypatch):
    declared(2)
    monkeypatch.setattr("customs.ports.haikou.client.ask", lambda *_, **__: (413, b"<html>Too Large</html>"))
    resend_unsent(port="haikou", now=timezone.now())
    assert set(MessageFile.objects.values_list("broken_up_at", flat=True)) != {None}
    assert set(Message.objects.values_list("file_id", "alone")) == {(None, True)}


def rounds(monkeypatch, how_many: int, asked: bool) -> None:
    """As many rounds in which no file gets through, a minute each; `asked`: the port answers questions meanwhile."""

    def send(self, letter):
        raise PortAway("ReadTimeout")

    monkeypatch.setattr(HaikouPort, "send", send)
    for number in range(how_many):
        at = later(60 * number)
        PortAccount.objects.update(away_until=None, failures=0, **({"polled_at": at} if asked else {}))
        resend_unsent(port="haikou", now=at)


def test_a_file_that_never_gets_through_to_a_port_that_answers_blocks_nothing_for_ever(port, monkeypatch):
    declared(2)
    rounds(monkeypatch, 4, asked=True)
    assert set(MessageFile.objects.values_list("broken_up_at", flat=True)) == {None}
    rounds(monkeypatch, 1, asked=True)
    assert set(Message.objects.values_list("file_id", "alone")) == {(None, True)}


def test_the_control_a_port_that_answers_nothing_keeps_its_files_whole(port, monkeypatch):
    declared(2)
    rounds(monkeypatch, 12, asked=False)
    assert set(MessageFile.objects.values_list("broken_up_at", flat=True)) == {None}
