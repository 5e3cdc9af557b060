"""Rate batches: proposed by one, approved by another, never edited; quotes read the approved version."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tax.models import HsRate, PositiveListEntry, PostalRate, RateBatch
from tax.selectors import current_version, export_rates
from tax.services import quote_lines, tables
from tax.services.batches import approve, open_seed_version, propose, reject
from tax.services.importing import import_rates, read_rates
from tax.services.seeding import seed_texts
from tax.services.tables import current_tables, tables_at
from tax.types import (
    BatchNotOpenError,
    ImportRefusedError,
    InvalidQuoteError,
    PlainLine,
    SecondOperatorNeededError,
)
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
DAY = date(2025, 6, 1)
WINE = "2204210000"


@pytest.fixture(autouse=True)
def _anew():
    tables.forget()
    yield
    tables.forget()


@pytest.fixture
def ann(db):
    return factories.operator("ann")


@pytest.fixture
def ben(db):
    return factories.operator("ben")


def row(**more) -> dict:
    return {
        "code": WINE,
        "valid_from": "2025-01-01",
        "valid_to": None,
        "name_zh": "葡萄酒",
        "duty": "0.14",
        "vat": "0.13",
        "kind": "ad_valorem",
        "rate": "0.20",
        "source": "test",
        "confidence": "V",
        **more,
    }


def tax_of(code: str = WINE, on: date = DAY) -> Decimal:
    line = PlainLine(id="1", quantity=1, unit_price=Decimal("300.00"), hs=code)
    return quote_lines(regime="general", on=on, lines=[line]).consumption_tax


def test_seed_rates_hold_until_a_version_is_open() -> None:
    assert current_version() is None
    assert current_tables().version.startswith("seed-")
    assert tax_of() == Decimal("38.00")  # 342 / 0.9 x 0.1


def test_the_seed_opens_as_versions_of_nobody() -> None:
    assert open_seed_version(now=NOW) == 3
    assert open_seed_version(now=NOW) == 0
    assert current_version() == 3
    assert current_tables().version == "v3"
    assert (HsRate.objects.count(), PostalRate.objects.count()) == (117, 46)
    assert tax_of() == Decimal("38.00")
    for code, on in ((WINE, DAY), ("2203000000", DAY), ("2208300000", date(2026, 3, 1))):
        from_file, from_database = (
            source.hs(code, on) for source in (tables.seed_tables(), current_tables())
        )
        assert from_file == from_database
    article = current_tables().article("01010100", DAY)
    assert article == tables.seed_tables().article("01010100", DAY)


def test_a_batch_counts_only_once_another_operator_approved(ann, ben) -> None:
    open_seed_version(now=NOW)
    batch = propose(kind="hs", title="wine", rows=[row()], operator_id=ann.pk, now=NOW)
    assert tax_of() == Decimal("38.00")
    with pytest.raises(SecondOperatorNeededError):
        approve(batch_id=batch.pk, operator_id=ann.pk, now=NOW)
    assert (current_version(), tax_of()) == (3, Decimal("38.00"))
    assert approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW) == 4
    assert tax_of() == Decimal("85.50")  # 342 / 0.8 x 0.2
    assert tax_of(on=date(2024, 12, 31)) == Decimal("38.00")
    with pytest.raises(BatchNotOpenError):
        approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)


def test_the_database_wants_a_second_operator_too(ann) -> None:
    batch = propose(kind="hs", title="wine", rows=[row()], operator_id=ann.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RateBatch.objects.filter(pk=batch.pk).update(state="approved", version=1, decided_by=ann.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RateBatch.objects.filter(pk=batch.pk).update(state="approved")


def test_rows_cannot_be_changed(ann) -> None:
    propose(kind="hs", title="wine", rows=[row()], operator_id=ann.pk, now=NOW)
    for change in (lambda: HsRate.objects.update(vat="0"), HsRate.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_rejected_batch_never_counts(ann, ben) -> None:
    open_seed_version(now=NOW)
    batch = propose(kind="hs", title="wine", rows=[row()], operator_id=ann.pk, now=NOW)
    with pytest.raises(SecondOperatorNeededError):
        reject(batch_id=batch.pk, operator_id=ann.pk, now=NOW)
    reject(batch_id=batch.pk, operator_id=ben.pk, now=NOW)
    with pytest.raises(BatchNotOpenError):
        approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)
    with pytest.raises(BatchNotOpenError):
        reject(batch_id=0, operator_id=ben.pk, now=NOW)
    assert tax_of() == Decimal("38.00")


def test_an_old_version_can_be_read_again_and_a_row_withdrawn(ann, ben) -> None:
    open_seed_version(now=NOW)
    batch = propose(kind="hs", title="gone", rows=[row(withdrawn=True)], operator_id=ann.pk, now=NOW)
    approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)
    with pytest.raises(InvalidQuoteError) as caught:
        tax_of()
    assert caught.value.code == "unknown_code"
    assert tables_at(3).hs(WINE, DAY) is not None
    assert tables_at(4).hs(WINE, DAY) is None


def test_duty_is_taken_from_the_line_of_eight_digits(ann, ben) -> None:
    rows = [row(code="8715000010", duty=""), row(code="8715000090", duty="0.1")]
    batch = propose(kind="hs", title="strollers", rows=rows, operator_id=ann.pk, now=NOW)
    approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)
    found = current_tables().hs("8715000010", DAY)
    assert found is not None and found.duty == "0.1"
    assert (found.duty_from, found.duty_source, found.duty_confidence) == ("8715000090", "test", "V")
    assert current_tables().hs("8715000090", DAY).duty_from == ""
    other = propose(
        kind="hs", title="split", rows=[row(code="8715000020", duty="0.2")], operator_id=ann.pk, now=NOW
    )
    approve(batch_id=other.pk, operator_id=ben.pk, now=NOW)
    unsure = current_tables().hs("8715000010", DAY)
    assert unsure is not None and unsure.duty is None


def test_a_quote_costs_no_statement_once_its_rows_are_known(django_assert_num_queries) -> None:
    open_seed_version(now=NOW)
    tax_of()
    with django_assert_num_queries(0):
        tax_of()


def test_the_list_keeps_the_unknown_unknown() -> None:
    open_seed_version(now=NOW)
    standings = set(PositiveListEntry.objects.values_list("standing", flat=True))
    assert standings == {"listed", "unknown"}
    peanuts = current_tables().hs("2008113000", DAY)
    assert peanuts is not None and peanuts.on_list is None


@pytest.mark.parametrize("kind", ["hs", "article", "list"])
def test_what_is_exported_can_be_imported_again(kind: str, ann, ben) -> None:
    open_seed_version(now=NOW)
    text = export_rates(kind=kind, version=3)
    batch = import_rates(kind=kind, title="again", text=text, operator_id=ann.pk, now=NOW)
    assert approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW) == 4
    assert export_rates(kind=kind, version=4) == text


HEADER = seed_texts()["hs"].splitlines()[0]


def hs_text(**changes: str) -> str:
    cells = {
        "code": WINE,
        "valid_from": "2025-01-01",
        "name_zh": "酒",
        "vat": "0.13",
        "source": "s",
        "confidence": "V",
    } | changes
    return HEADER + "\n" + ",".join(cells.get(name, "") for name in HEADER.split(",")) + "\n"


BEER_CELLS = {
    "kind": "specific",
    "specific": "0.253",
    "per": "litre",
    "low_specific": "0.2227",
    "low_below": "2.24",
    "high_from": "2.81",
}


def test_dry_run_reads_and_writes_nothing() -> None:
    report = read_rates(kind="hs", text=hs_text())
    assert (len(report.rows), report.errors) == (1, ())
    assert RateBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("code", "220421", "not_a_code"),
        ("valid_from", "1.1.2025", "not_a_date"),
        ("valid_to", "soon", "not_a_date"),
        ("name_zh", "", "missing"),
        ("vat", "13", "out_of_range"),
        ("duty", "-0.1", "negative"),
        ("kind", "luxury", "unknown_value"),
        ("specific", "NaN", "not_a_number"),
        ("per", "bottle", "unknown_value"),
        ("high_from", "2.801", "out_of_range"),
        ("source", "", "missing"),
        ("confidence", "X", "unknown_value"),
        ("valid_from", "20250101", "not_a_date"),
        ("valid_to", "2024-12-31", "contradiction"),
        ("name_zh", "酒" * 121, "too_long"),
        ("name_en", "x" * 161, "too_long"),
        ("source", "x" * 301, "too_long"),
        ("unit1", "x" * 21, "too_long"),
        ("name_en", "wi\x00ne", "not_text"),
    ],
)
def test_errors_name_row_and_field(name: str, value: str, code: str, ann) -> None:
    text = hs_text(**{name: value})
    (error,) = read_rates(kind="hs", text=text).errors
    assert (error.row, error.field, error.code) == (2, name, code)
    with pytest.raises(ImportRefusedError) as caught:
        import_rates(kind="hs", title="bad", text=text, operator_id=ann.pk, now=NOW)
    assert caught.value.report.errors == (error,)
    assert RateBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "name", "code"),
    [
        ({"kind": "ad_valorem"}, "rate", "missing"),
        ({"kind": "specific", "per": "litre"}, "specific", "missing"),
        ({"kind": "specific", "specific": "0.25"}, "per", "missing"),
        ({"kind": "compound", "rate": "0.2"}, "specific", "missing"),
        ({"kind": "ad_valorem", "rate": "1"}, "rate", "out_of_range"),
        ({"rate": "0.1"}, "rate", "contradiction"),
        ({"kind": "ad_valorem", "rate": "0.1", "per": "litre"}, "per", "contradiction"),
        ({"low_specific": "0.2"}, "low_specific", "contradiction"),
        (BEER_CELLS | {"low_below": ""}, "low_below", "missing"),
        (BEER_CELLS | {"high_from": ""}, "high_from", "missing"),
        (BEER_CELLS | {"low_specific": ""}, "low_specific", "missing"),
        (BEER_CELLS | {"low_below": "2.82"}, "low_below", "contradiction"),
    ],
)
def test_cells_that_do_not_make_a_tax_together(cells: dict[str, str], name: str, code: str) -> None:
    (error,) = read_rates(kind="hs", text=hs_text(**cells)).errors
    assert (error.row, error.field, error.code) == (2, name, code)


def test_a_whole_tax_is_read() -> None:
    for cells in (BEER_CELLS, {"kind": "ad_valorem", "rate": "0.1"}, {"valid_to": "2025-01-01"}):
        assert read_rates(kind="hs", text=hs_text(**cells)).errors == ()


def test_what_the_dry_run_passes_can_be_written(ann) -> None:
    """Every text column at its longest."""
    text = hs_text(name_zh="酒" * 120, name_en="x" * 160, source="x" * 300, unit1="x" * 20, unit2="x" * 20)
    assert read_rates(kind="hs", text=text).errors == ()
    import_rates(kind="hs", title="long", text=text, operator_id=ann.pk, now=NOW)
    assert HsRate.objects.get().source == "x" * 300


def test_a_row_without_its_rate_is_no_zero_tax(ann, ben) -> None:
    """Were it in the table all the same, the quote says that the rate is missing."""
    batch = propose(kind="hs", title="hole", rows=[row(rate="")], operator_id=ann.pk, now=NOW)
    approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)
    with pytest.raises(InvalidQuoteError) as caught:
        tax_of()
    assert (caught.value.field, caught.value.code) == ("lines[0].hs", "rate_missing")


def test_errors_of_the_whole_text(ann) -> None:
    twice = hs_text() + hs_text().splitlines()[1] + "\n"
    assert [error.code for error in read_rates(kind="hs", text=twice).errors] == ["duplicate"]
    ragged = hs_text() + "one,two\n"
    assert [error.code for error in read_rates(kind="hs", text=ragged).errors] == ["ragged"]
    strange = read_rates(kind="hs", text=hs_text().replace("name_zh", "colour", 1)).errors
    assert [(error.field, error.code) for error in strange] == [
        ("name_zh", "missing"),
        ("colour", "unknown_field"),
    ]
    assert read_rates(kind="list", text="").errors
    spelt = hs_text() + hs_text(valid_from="20250101").splitlines()[1] + "\n"
    assert [(error.row, error.code) for error in read_rates(kind="hs", text=spelt).errors] == [
        (3, "not_a_date")
    ]
    (huge,) = read_rates(kind="hs", text=hs_text() + hs_text(source="x" * 131_073).splitlines()[1]).errors
    assert (huge.row, huge.code) == (3, "not_csv")
    with pytest.raises(ImportRefusedError):
        import_rates(kind="hs", title="empty", text=HEADER + "\n", operator_id=ann.pk, now=NOW)


def test_a_second_batch_cannot_take_a_number_that_was_taken(ann, ben, monkeypatch) -> None:
    first = propose(kind="hs", title="one", rows=[row()], operator_id=ann.pk, now=NOW)
    second = propose(kind="hs", title="two", rows=[row()], operator_id=ann.pk, now=NOW)
    approve(batch_id=first.pk, operator_id=ben.pk, now=NOW)
    monkeypatch.setattr(RateBatch.objects, "aggregate", lambda **_: {"last": 0})
    with pytest.raises(BatchNotOpenError):
        approve(batch_id=second.pk, operator_id=ben.pk, now=NOW)
    assert RateBatch.objects.get(pk=second.pk).state == "proposed"


def test_the_first_batch_ends_no_other_rate(ann, ben) -> None:
    """Approved over empty tables it would be the whole law: the package's rates are opened before it."""
    batch = propose(kind="hs", title="wine", rows=[row()], operator_id=ann.pk, now=NOW)
    assert approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW) == 4
    assert tax_of() == Decimal("85.50")
    assert current_tables().hs("2208300000", DAY) == tables.seed_tables().hs("2208300000", DAY)
