"""Filing goods at a port: the board, the sheet, and what an unfiled package meets."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from catalog.models import TradeProfile
from customs.models import Declaration, Filing, Message, PortAccount
from customs.rules import elements
from customs.services import declare
from customs.services.filing import approve, export_sheet, import_sheet, prepare, return_, submit
from customs.services.filing.board import BadValidity, NotNow
from customs.services.filing.sheet import BadSheet
from customs.types import HeldBack, NoPort
from tests import factories
from tests.customs import factories as make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def sheet(*rows, head=("sku", "state", "number", "valid_from", "valid_until", "reason")) -> bytes:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_prepared_submitted_returned_and_at_last_approved(in_harbor):
    sku = factories.sku()
    row = prepare(sku_id=sku.pk, port="haikou", now=NOW)
    assert (row.state, row.filed["hs_code"]) == ("prepared", sku.trade_profiles.get().hs_code)
    submit(filing_id=row.pk, now=NOW)
    return_(filing_id=row.pk, reason="品名不规范", now=NOW)
    assert (Filing.objects.get().state, Filing.objects.get().reason) == ("returned", "品名不规范")
    prepare(sku_id=sku.pk, port="haikou", now=NOW)
    submit(filing_id=row.pk, now=NOW)
    approve(filing_id=row.pk, number="310520156140000003", now=NOW, valid_until=date(2030, 1, 1))
    stands = Filing.objects.get()
    assert (stands.state, stands.number, stands.reason, stands.valid_until) == (
        "approved", "310520156140000003", "", date(2030, 1, 1),
    )  # fmt: skip


def test_steps_begin_only_where_they_may(in_harbor):
    row = prepare(sku_id=factories.sku().pk, port="haikou", now=NOW)
    for step in (lambda: approve(filing_id=row.pk, number="1", now=NOW),
                 lambda: return_(filing_id=row.pk, reason="x", now=NOW)):  # fmt: skip
        with pytest.raises(NotNow):
            step()
    submit(filing_id=row.pk, now=NOW)
    with pytest.raises(NotNow):
        submit(filing_id=row.pk, now=NOW)
    with pytest.raises(NotNow):
        prepare(sku_id=row.sku_id, port="haikou", now=NOW)
    with pytest.raises(BadValidity):
        approve(
            filing_id=row.pk, number="1", now=NOW, valid_from=date(2030, 1, 2), valid_until=date(2030, 1, 1)
        )
    with pytest.raises(NoPort):
        prepare(sku_id=row.sku_id, port="atlantis", now=NOW)
    assert Filing.objects.get().state == "submitted"


def test_what_the_port_would_refuse_is_not_prepared(in_harbor):
    sku = factories.sku()
    TradeProfile.objects.filter(sku=sku).update(declared_elements="9|x|")
    with pytest.raises(HeldBack) as held:
        prepare(sku_id=sku.pk, port="haikou", now=NOW)
    assert [finding.code for finding in held.value.findings] == [
        "elements.brand_kind", "elements.preference", "elements.empty",
    ]  # fmt: skip
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("text", "wanted", "codes"),
    [
        ("0|0|Acme|500g", (), []), ("0|0|Acme", ("brand", "composition"), ["elements.few"]), ("0|3|A", (), []),
        ("", (), ["elements.brand_kind", "elements.preference", "elements.few"]),
        ("0|0|" + "x" * 600, (), ["elements.long"]), ("4|2||500g", ("brand",), ["elements.empty"]),
    ],
)  # fmt: skip
def test_elements(text, wanted, codes):
    assert [finding.code for finding in elements.check(text, wanted)] == codes
    assert elements.parse("4|3|Acme|500g").text == "4|3|Acme|500g"


def test_a_package_of_unfiled_goods_is_held_back_where_the_port_wants_a_filing(in_harbor):
    make.account("http://127.0.0.1:9")
    package = make.package()
    PortAccount.objects.update(needs_filing=True)
    with pytest.raises(HeldBack) as held:
        declare(package_id=package.pk, now=NOW)
    assert held.value.reason_code == "filing.missing"
    assert (Declaration.objects.get().state, Message.objects.count()) == ("held", 0)
    row = prepare(sku_id=package.lines.get().sku_id, port="haikou", now=NOW)
    submit(filing_id=row.pk, now=NOW)
    approve(filing_id=row.pk, number="1", now=NOW, valid_until=date(2020, 1, 1))
    with pytest.raises(HeldBack):
        declare(package_id=package.pk, now=NOW)
    Filing.objects.update(valid_until=NOW.date() + timedelta(days=2))
    declare(package_id=package.pk, now=NOW)
    assert Message.objects.count() == 4


def test_the_control_a_port_that_wants_none(in_harbor):
    make.account("http://127.0.0.1:9")
    declare(package_id=make.package().pk, now=NOW)
    assert Message.objects.count() == 4


def test_a_sheet_brings_each_row_to_its_state_and_names_those_it_cannot(in_harbor):
    a, b, c, d = (factories.sku() for _ in range(4))
    lines = import_sheet(
        port="haikou",
        now=NOW,
        data=sheet(
            (a.code, "approved", "N1", "2026-01-01", "2030-12-31", ""), (b.code, "returned", "", "", "", "图片不清"),
            ("nobody", "prepared", "", "", "", ""), (c.code, "approved", "", "", "", ""),
            (d.code, "approved", "N2", "soon", "", ""), (c.code, "", "", "", "", ""), (None,) * 6,
        ),
    )  # fmt: skip
    assert [(line.row, line.done) for line in lines] == [
        (2, True), (3, True), (4, False), (5, False), (6, False), (7, True),
    ]  # fmt: skip
    states = dict(Filing.objects.values_list("sku__code", "state"))
    assert states == {a.code: "approved", b.code: "returned", c.code: "prepared"}
    assert Filing.objects.get(sku=a).valid_until == date(2030, 12, 31)


def test_the_sheet_that_went_out_comes_in_and_changes_nothing(in_harbor):
    sku = factories.sku()
    import_sheet(port="haikou", data=sheet((sku.code, "approved", "N1", "", "", "")), now=NOW)
    Filing.objects.update(number="=1+1")
    out = export_sheet(port="haikou")
    shown = list(load_workbook(io.BytesIO(out)).active.iter_rows(values_only=True))
    assert (len(shown), shown[1][2]) == (2, "'=1+1")
    before = list(Filing.objects.values())
    assert all(line.done for line in import_sheet(port="haikou", data=export_sheet(port="haikou"), now=NOW))
    assert list(Filing.objects.values()) == before


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x03\x04junk", sheet(head=("a", "b"))])
def test_what_is_no_sheet(in_harbor, data):
    with pytest.raises(BadSheet):
        import_sheet(port="haikou", data=data, now=NOW)
    assert not Filing.objects.exists()


def test_a_packed_file_that_unpacks_without_end(in_harbor):
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * (80 * 1024 * 1024))
    with pytest.raises(BadSheet):
        import_sheet(port="haikou", data=out.getvalue(), now=NOW)
