"""What is sent: valid by the official schema, signed so that a stranger can tell, sealed where it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cryptography import x509
from django.db import connection
from django.utils import timezone
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier

from accounts.services.identities import forget_person
from customs.messages import check, read
from customs.models import Declaration, Message, PaymentPush, PortAccount
from customs.services import declare, keeping
from customs.services.payers import keep_payer as keep_company
from customs.services.signing import certificate_of
from customs.types import HeldBack
from orders.models import Line, Order, Package
from orders.payments.models import Payment
from orders.payments.services.payers import keep_payer
from orders.payments.types import Payer
from tenancy.vault.sealing import Unreadable
from tests import factories
from tests.customs import factories as make
from tests.customs.messages.official import accepts, needs_official
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
ID_NUMBER, NAME = "11010519491231002X", "张三丰"


def bodies() -> dict[str, bytes]:
    return {m.kind: keeping.opened(m) for m in Message.objects.all()}


@pytest.fixture
def bonded(in_harbor) -> dict[str, bytes]:
    make.account(NOWHERE)
    skus = [
        (factories.sku(price="120.50"), 2),
        (factories.sku(price="80.00", unit2="122", unit2_factor=Decimal(1)), 1),
    ]
    declare(package_id=make.package(*skus).pk, now=NOW)
    return bodies()


@pytest.fixture
def direct(in_harbor) -> dict[str, bytes]:
    make.account(NOWHERE)
    declare(package_id=make.package((make.direct_sku(), 1)).pk, now=NOW)
    return bodies()


def head(xml: bytes, *names: str) -> tuple[str, ...]:
    document = read(xml).documents[0]
    return tuple(document.text(name) for name in names)


@pytest.mark.parametrize("mode", ["bonded", "direct"])
def test_our_own_check_finds_nothing(mode, request):
    for kind, xml in request.getfixturevalue(mode).items():
        assert check(xml).findings == (), kind


@needs_official
@pytest.mark.parametrize("mode", ["bonded", "direct"])
def test_the_official_schema_accepts_every_message(mode, request):
    for kind, xml in request.getfixturevalue(mode).items():
        assert accepts(xml, "import"), kind


def test_an_independent_library_verifies_every_signature(bonded):
    certificate = certificate_of("haikou")
    config = SignatureConfiguration(
        signature_methods=frozenset({SignatureMethod.RSA_SHA1}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA1}),
    )
    pem = x509.load_pem_x509_certificate(certificate.encode())
    for xml in bonded.values():
        verified = XMLVerifier().verify(xml, x509_cert=pem, expect_config=config)
        assert verified.signed_xml is not None
    broken = bonded["311"].replace(NAME.encode(), "李四光".encode())
    with pytest.raises(Exception, match=r"[Dd]igest"):
        XMLVerifier().verify(broken, x509_cert=pem, expect_config=config)


def test_the_order(bonded):
    package = Package.objects.get()
    assert head(bonded["311"], "orderNo", "goodsValue", "freight", "discount", "taxTotal", "acturalPaid") == (
        package.number, "321.00", f"{package.freight}", "0.00", f"{package.tax}", f"{package.total}",
    )  # fmt: skip
    lines = read(bonded["311"]).documents[0].lines
    assert [(line["gnum"], line["qty"], line["price"], line["totalPrice"], line["country"]) for line in lines] == [
        ("1", "2", "120.50", "241.00", "309"), ("2", "1", "80.00", "80.00", "309"),
    ]  # fmt: skip
    assert head(bonded["311"], "appType", "appTime", "buyerName", "buyerIdNumber", "payTransactionId") == (
        "1", "20260310120000", NAME, ID_NUMBER, Payment.objects.get().transaction_id,
    )  # fmt: skip


def test_payment_and_waybill_agree_with_the_order(bonded):
    package = Package.objects.get()
    assert head(bonded["411"], "amountPaid", "payerName", "payerIdNumber", "payCode") == (
        f"{package.total}", NAME, ID_NUMBER, make.PAYER[0],
    )  # fmt: skip
    assert head(bonded["511"], "logisticsNo", "logisticsCode", "packNo", "weight", "billNo") == (
        f"SF{package.number}", make.CARRIER[0], "1", "3.0000", "",
    )  # fmt: skip


def paid_by(name: str, number: str) -> Package:
    """A package whose payer the gateway has named."""
    make.account(NOWHERE)
    package = make.package()
    payment = Payment.objects.get()
    payment.save(update_fields=keep_payer(payment, Payer(name, number)))
    return package


def test_a_named_payer_who_is_the_orderer_is_written_like_the_orderer(in_harbor):
    declare(package_id=paid_by(f" {NAME} ", ID_NUMBER.lower()).pk, now=NOW)
    assert head(bodies()["411"], "payerName", "payerIdNumber") == (NAME, ID_NUMBER)


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [("李四光", ID_NUMBER, "identity.payer_name"), (NAME, "440106199003071231", "identity.payer_number")],
)
def test_a_payer_who_is_not_the_orderer_is_held_back_before_the_port_says_so(in_harbor, name, number, code):
    package = paid_by(name, number)
    with pytest.raises(HeldBack) as held:
        declare(package_id=package.pk, now=NOW)
    assert held.value.reason_code == code
    assert not Message.objects.exists()
    found = Declaration.objects.get()
    assert (found.state, found.reason_code) == ("held", code[:30])
    assert number not in found.reason and name not in found.reason
    assert Package.objects.get().clearance == "waybill_assigned"


def test_a_payer_who_was_forgotten_is_nobody(in_harbor):
    package = paid_by(NAME, ID_NUMBER)
    Payment.objects.update(payer_sealed=b"shredded")
    with pytest.raises(HeldBack):
        declare(package_id=package.pk, now=NOW)
    assert not Message.objects.exists()


def test_a_bonded_list_leaves_the_book(bonded):
    assert head(bonded["621"], "tradeMode", "country", "emsNo", "areaCode", "trafMode", "billNo", "copNo") == (
        "1210", "142", "T2925W000088", make.COMPANY[0], "7", "", Declaration.objects.get().cop_no,
    )  # fmt: skip
    lines = read(bonded["621"]).documents[0].lines
    assert [(line["qty1"], line["unit1"], line.get("qty2"), line.get("unit2")) for line in lines] == [
        ("1.6", "035", None, None), ("0.8", "035", "1", "122"),
    ]  # fmt: skip
    assert all(line["itemRecordNo"] for line in lines)


def test_a_direct_list_has_its_leg_and_master_bill(direct):
    day = timezone.localtime(Order.objects.get().paid_at).strftime("%Y%m%d")
    assert head(direct["621"], "tradeMode", "country", "emsNo", "trafMode", "trafNo", "voyageNo", "billNo") == (
        "9610", "601", "", "5", "HU7963", f"HU{day}", f"880{day}",
    )  # fmt: skip
    assert head(direct["511"], "billNo") == (f"880{day}",)


@pytest.mark.processes
def test_direct_mail_goes_through_the_port_too(at_port, until):
    declare(package_id=make.package((make.direct_sku(), 2)).pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    assert Package.objects.get().clearance == "released"


def test_who_sells_may_be_another_company_than_the_platform(in_harbor):
    make.account(NOWHERE, seller=("4601W60009", "海口优选贸易有限公司"))
    declare(package_id=make.package().pk, now=NOW)
    for kind in ("311", "621"):
        assert head(bodies()[kind], "ebpCode", "ebcCode") == (make.COMPANY[0], "4601W60009")


def test_each_message_has_an_id_of_its_own_and_speaks_from_the_malls_box(bonded):
    guids = [read(xml).guid for xml in bonded.values()]
    assert len(set(guids)) == 4 and all(guid == guid.upper() and len(guid) == 36 for guid in guids)
    assert set(Message.objects.values_list("message_id", flat=True)) == set(guids)
    assert {read(xml).transfer["dxpId"] for xml in bonded.values()} == {make.DXP_ID}


def test_nothing_of_the_orderer_lies_open(bonded):
    clear = [text.encode() for text in (ID_NUMBER, NAME)]
    with connection.cursor() as cursor:
        for table in ("customs_message", "customs_declaration", "orders_ledgerentry", "journal_fact"):
            cursor.execute(f"SELECT * FROM {table} WHERE mall_id = %s", [Order.objects.get().mall_id])
            for row in cursor.fetchall():
                whole = b"|".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row)
                assert not any(text in whole for text in clear), table


def test_a_forgotten_person_takes_the_messages_along(bonded):
    forget_person(identity_id=Order.objects.get().identity_id)
    for row in Message.objects.all():
        with pytest.raises(Unreadable):
            keeping.opened(row)


def spoil_amount() -> None:
    Payment.objects.update(amount=Decimal("1.00"))


def spoil_person() -> None:
    forget_person(identity_id=Order.objects.get().identity_id)


def spoil_identity() -> None:
    Order.objects.update(identity_id=None)


def spoil_origin() -> None:
    line = Line.objects.get()
    Line.objects.update(trade=line.trade | {"origin": "ZZ"})


def spoil_code() -> None:
    line = Line.objects.get()
    Line.objects.update(trade=line.trade | {"hs_code": "19011010"})


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_amount, "match.amount"),
        (spoil_person, "identity.unreadable"),
        (spoil_identity, "identity.missing"),
        (spoil_origin, "document.unbuildable"),
        (spoil_code, "document.unbuildable"),
    ],
)
def test_what_the_port_would_refuse_is_held_back_and_nothing_is_made(in_harbor, spoil, code):
    make.account(NOWHERE)
    package = make.package()
    spoil()
    with pytest.raises(HeldBack):
        declare(package_id=package.pk, now=NOW)
    held = Declaration.objects.get()
    assert (held.state, held.reason_code, held.sent_at) == ("held", code, None)
    assert held.reason and ID_NUMBER not in held.reason
    assert (Message.objects.count(), Package.objects.get().clearance) == (0, "waybill_assigned")


@pytest.mark.processes
def test_what_was_held_back_is_declared_once_it_is_put_right(at_port):
    package = make.package()
    right = Payment.objects.get().amount
    spoil_amount()
    with pytest.raises(HeldBack):
        declare(package_id=package.pk, now=timezone.now())
    cop_no = Declaration.objects.get().cop_no
    Payment.objects.update(amount=right)
    declare(package_id=package.pk, now=timezone.now())
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.reason, declaration.cop_no) == ("sent", "", cop_no)


def test_an_account_is_opened_once_and_keeps_its_key(in_harbor):
    first = make.account(NOWHERE)
    again = make.account("http://127.0.0.1:10")
    assert first == again
    assert PortAccount.objects.get().endpoint == "http://127.0.0.1:10"
    for wrong in ("ftp://127.0.0.1", "127.0.0.1:9"):
        with pytest.raises(ValueError, match="URL"):
            make.account(wrong)
    assert PortAccount.objects.get().endpoint == "http://127.0.0.1:10"


@pytest.mark.parametrize(
    ("state", "payment", "carrier", "kinds"),
    [
        ("rehearsal", True, True, {"311", "411", "511", "621"}),
        ("live", False, False, {"311", "411", "511", "621"}),
        ("live", True, False, {"311", "511", "621"}),
        ("live", True, True, {"311", "621"}),
    ],
)
def test_in_earnest_nobody_sends_what_another_declares(in_harbor, state, payment, carrier, kinds):
    make.account(NOWHERE)
    PortAccount.objects.update(state=state, wants_payer_document=payment, carrier_declares=carrier)
    declare(package_id=make.package().pk, now=NOW)
    assert set(bodies()) == kinds


def test_order_and_payment_name_the_company_that_was_paid(in_harbor):
    make.account(NOWHERE)
    keep_company(port="haikou", gateway="alipay", code="31222699S7", name="支付宝（中国）网络技术有限公司")
    for gateway, code in (("wechat", make.PAYER[0]), ("alipay", "31222699S7")):
        package = make.package()
        Payment.objects.filter(package_id=package.pk).update(gateway=gateway)
        pk = declare(package_id=package.pk, now=NOW)
        said = {m.kind: head(keeping.opened(m), "payCode") for m in Message.objects.filter(declaration_id=pk)}
        assert (said["311"], said["411"]) == ((code,), (code,))


def test_what_the_payment_company_declared_itself_is_what_the_order_names(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    PaymentPush.objects.create(package_id=package.pk, place="X", payer_code="4403169D3X", part_no="PART1")
    declare(package_id=package.pk, now=NOW)
    assert head(bodies()["311"], "payCode", "payTransactionId") == ("4403169D3X", "PART1")


@pytest.mark.parametrize(("code", "name"), [("31222699S7", ""), ("", "x"), ("123", "x")])
def test_half_a_company_is_not_kept(in_harbor, code, name):
    make.account(NOWHERE)
    with pytest.raises(ValueError):
        keep_company(port="haikou", gateway="alipay", code=code, name=name)
    assert PortAccount.objects.get().payer_companies == {}
