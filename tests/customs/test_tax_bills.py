"""Tax bills: any order ends the same, each differs from our quote as it does and says what it looks like."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from customs.messages import Document, build
from customs.models import Declaration, TaxBill
from customs.ports.haikou.receipts import from_xml
from customs.reconcile.compare import Cause, Count, compare, verdict
from customs.reconcile.services import compare_bills, pairs
from customs.selectors import strange
from customs.services.record_bill import record
from customs.types import Bill, Outcome
from tests.customs import factories as make

D = Decimal
GUID = "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00"
NOW = timezone.now()
LIST = "6400" + "2026I000000001"


def bill(status="1", at="20260601120000000", *, lines=(), tax_no="TX1", number=LIST, **amounts) -> bytes:
    head = {"guid": GUID, "returnTime": at, "invtNo": number, "taxNo": tax_no, "customsTax": "0",
            "valueAddedTax": "9.10", "consumptionTax": "0", "status": status}  # fmt: skip
    rows = tuple(
        {
            "gnum": n,
            "gcode": hs,
            "taxPrice": value,
            "customsTax": duty,
            "valueAddedTax": vat,
            "consumptionTax": cons,
        }
        for n, hs, value, duty, vat, cons in lines
    )
    return build("816", [Document(head | amounts, rows)], guid=GUID)


def news(status="2", at="20260701120000000", tax_no="TX1") -> bytes:
    head = {
        "guid": GUID,
        "returnTime": at,
        "invtNo": LIST,
        "taxNo": tax_no,
        "status": status,
        "entDutyNo": "PB1",
    }
    return build("818", [Document(head)], guid=GUID)


def one(xml: bytes) -> Bill:
    (found,) = from_xml(xml)
    return found


def line(n=1, hs="1901101010", value="100.00", duty="0", vat="9.10", cons="0"):
    return (n, hs, value, duty, vat, cons)


def test_bills_are_read_like_all_that_comes_from_outside():
    found = one(bill(lines=[line()]))
    assert (found.kind, found.list_number, found.tax_no, found.status, found.vat) == (
        "816",
        LIST,
        "TX1",
        "1",
        D("9.10"),
    )
    assert found.lines[0].value == D("100.00")
    assert one(news()).payment_book == "PB1"
    for broken in (b"junk", bill(lines=[line()]).replace(b"20260601120000000", b"20269901120000000"),
                   bill(lines=[line()]).replace(b"9.10", b"9999999999999.1", 1)):  # fmt: skip
        (fault,) = from_xml(broken)
        assert fault.fault


@pytest.mark.django_db
def test_any_order_and_any_repetition_ends_the_same(in_harbor):
    came = [
        one(bill(lines=[line()])),
        one(news("2")),
        one(news("3", "20260801120000000")),
        one(bill(lines=[line()])),
    ]
    ends = set()
    for order in itertools.permutations(came):
        TaxBill.objects.all().delete()
        for row in order:
            record(port="haikou", row=row, now=NOW)
        (kept,) = TaxBill.objects.values_list("status", "status_at", "payment_book", "vat", "has_amounts")
        ends.add(kept)
    assert ends == {("3", "20260801120000000", "PB1", D("9.10"), True)}


@pytest.mark.django_db
def test_a_bill_whose_list_is_not_known_yet_is_kept_and_tied_later(in_harbor):
    assert record(port="haikou", row=one(bill(lines=[line()])), now=NOW) is Outcome.UNMATCHED
    assert compare_bills(now=NOW) == 0
    row = Declaration.objects.create(package=make.package(), port="haikou", cop_no="L1", list_number=LIST)
    assert record(port="haikou", row=one(bill(lines=[line()])), now=NOW) is Outcome.APPLIED
    assert TaxBill.objects.get().declaration_id == row.pk
    assert record(port="haikou", row=one(bill(lines=[line()])), now=NOW) is Outcome.REPEATED


@pytest.mark.django_db
def test_a_bill_as_quoted_and_one_in_full(in_harbor):
    package = make.package()
    Declaration.objects.create(package=package, port="haikou", cop_no="L1", list_number=LIST)
    sold = package.lines.get()
    ours = line(value=str(sold.dutiable_value), hs=sold.trade["hs_code"], vat=str(sold.vat),
                cons=str(sold.consumption_tax), duty=str(sold.duty))  # fmt: skip
    record(port="haikou", row=one(bill(lines=[ours])), now=NOW)
    full = (*ours[:4], str((sold.vat / D("0.7")).quantize(D("0.01"))), ours[5])
    record(port="haikou", row=one(bill(lines=[full], tax_no="TX2")), now=NOW)
    assert compare_bills(now=NOW) == 2
    assert compare_bills(now=NOW) == 0
    same, more = TaxBill.objects.order_by("tax_no")
    assert (same.cause, same.difference) == ("same", D("0.00"))
    assert (more.cause, more.difference) == ("full_rate", D(full[4]) - sold.vat)
    assert pairs(more)[0].ours.vat == sold.vat


OURS = Count(1, "1901101010", D("100"), D(0), D(0), D("9.10"))


@pytest.mark.parametrize(
    ("theirs", "cause", "difference"),
    [
        (OURS, Cause.SAME, "0"), (Count(1, "1901101010", D("100"), D(0), D(0), D("9.11")), Cause.ROUNDING, "0.01"),
        (Count(1, "1901101010", D("120"), D(0), D(0), D("10.92")), Cause.VALUE, "1.82"),
        (Count(1, "1901101010", D("100"), D(0), D(0), D("13.00")), Cause.FULL_RATE, "3.90"),
        (Count(1, "1901101010", D("100"), D("10"), D(0), D("10.01")), Cause.DUTY, "10.91"),
        (Count(1, "1901101010", D("100"), D(0), D(0), D("6.30")), Cause.RATE, "-2.80"),
        (Count(1, "2106909090", D("100"), D(0), D(0), D("6.30")), Cause.HS_CODE, "-2.80"),
        (Count(2, "1901101010", D("100"), D(0), D(0), D("9.10")), Cause.LINES, "0"),
    ],
)  # fmt: skip
def test_what_a_difference_looks_like(theirs, cause, difference):
    assert verdict(compare([OURS], [theirs])) == (D(difference), cause)
    assert verdict([]) == (D(0), Cause.SAME)


@pytest.mark.django_db
def test_another_mall_s_list_is_not_tied(in_harbor, other_mall):
    from tenancy.scope import Actor, in_mall

    Declaration.objects.create(package=make.package(), port="haikou", cop_no="L1", list_number=LIST)
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert record(port="haikou", row=one(bill(lines=[line()])), now=NOW) is Outcome.UNMATCHED
    assert not TaxBill.objects.exists()


@pytest.mark.django_db
@pytest.mark.processes
def test_the_port_s_bill_is_our_quote_to_the_fen(at_port, until):
    """Counted by two programs that share nothing; then consolidated at the end of the month."""
    from customs.services import declare

    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: TaxBill.objects.filter(has_amounts=True, declaration__isnull=False).exists())
    compare_bills(now=timezone.now())
    made = TaxBill.objects.get()
    assert (made.cause, made.difference, made.status) == ("same", D("0.00"), "1")
    until(lambda: Declaration.objects.get().status == "899")
    at_port.post("consolidate")
    until(lambda: TaxBill.objects.get().status == "2")
    assert TaxBill.objects.get().payment_book.startswith("J6400")


@pytest.mark.django_db
def test_a_bill_in_an_unknown_state_is_kept_and_shown_and_only_its_state_does_not_move(in_harbor):
    odd = one(bill(status="7", lines=(line(),)))
    assert record(port="haikou", row=odd, now=NOW) is Outcome.UNKNOWN_STATUS
    assert record(port="haikou", row=odd, now=NOW) is Outcome.REPEATED
    kept = TaxBill.objects.get()
    assert (kept.status, kept.has_amounts, kept.vat, len(kept.lines)) == ("", True, D("9.10"), 1)
    (shown,) = strange()
    assert (shown.kind, shown.status, shown.business_key) == ("816", "7", LIST)
    record(port="haikou", row=one(bill(status="1", at="20260602120000000", lines=(line(),))), now=NOW)
    assert TaxBill.objects.get().status == "1"


@pytest.mark.django_db
def test_a_bill_for_a_number_that_is_none_is_kept_among_the_strange(in_harbor):
    odd = replace(one(bill(lines=(line(),))), list_number="")
    assert record(port="haikou", row=odd, now=NOW) is Outcome.UNKNOWN_STATUS
    assert (TaxBill.objects.count(), [row.info for row in strange()]) == (0, ["TX1"])
