"""Exchange rates: dated, believed only where they can be, never old in silence, with the mall's own margin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from currency.models import Margin, Rate
from currency.providers.central_parity import CentralParity
from currency.providers.face import Published
from currency.selectors import known_currencies, rate_on, stale
from currency.services import import_rates, in_yuan, set_margin
from currency.tasks import import_published
from currency.types import BadRates, NoRate
from tenancy.scope import Actor, in_mall

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)


class Told:
    source = "told"

    def __init__(self, *rows: tuple[str, date, str]) -> None:
        self.rows = [Published(currency, day, D(yuan)) for currency, day, yuan in rows]

    def published(self, day: date) -> list[Published]:
        return [row for row in self.rows if row.day == day]


def told(*rows: tuple[str, date, str]) -> int:
    return sum(
        import_rates(provider=Told(*rows), day=day, now=NOW) for day in sorted({row[1] for row in rows})
    )


def test_a_day_without_a_rate_has_the_last_one_and_says_of_which_day():
    told(("EUR", DAY - timedelta(days=3), "8.20"), ("EUR", DAY, "8.25"))
    assert (rate_on("EUR", DAY).yuan, rate_on("EUR", DAY).day) == (D("8.25"), DAY)
    assert rate_on("EUR", DAY - timedelta(days=1)).day == DAY - timedelta(days=3)
    for currency, day in (("EUR", DAY - timedelta(days=4)), ("EUR", DAY + timedelta(days=11)), ("USD", DAY)):
        with pytest.raises(NoRate) as refused:
            rate_on(currency, day)
        assert (refused.value.currency, refused.value.day) == (currency, day)
    assert rate_on("CNY", DAY).yuan == 1 and known_currencies() == ["CNY", "EUR"]


def test_taken_in_once_and_never_edited():
    assert [told(("EUR", DAY, "8.20")), told(("EUR", DAY, "8.30"))] == [1, 0]
    assert Rate.objects.get().yuan == D("8.20")
    for change in (lambda: Rate.objects.update(yuan=1), Rate.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [("EUR", DAY, "10.00"), ("EUR", DAY, "0"), ("EUR", DAY, "NaN"), ("euro", DAY, "8"), ("CNY", DAY, "1"),
     ("JPY", DAY + timedelta(days=2), "0.05")],
)  # fmt: skip
def test_what_cannot_be_believed_is_not_kept_nor_what_came_with_it(wrong):
    told(("EUR", DAY - timedelta(days=1), "8.20"))
    with pytest.raises(BadRates):
        told(("USD", wrong[1], "7.10"), wrong)
    assert list(Rate.objects.values_list("currency", flat=True)) == ["EUR"]


def test_a_mall_adds_its_margin_and_another_does_not_see_it(mall, other_mall):
    told(("EUR", DAY, "8.20"))
    with in_mall(mall.pk, actor=Actor.staff()):
        set_margin(currency="EUR", percent=D("2.5"))
        amount, rate = in_yuan(amount=D("10.00"), currency="EUR", day=DAY)
        assert (amount, rate.bare, rate.margin) == (D("84.05"), D("8.20"), D("2.50"))
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert in_yuan(amount=D("10.00"), currency="EUR", day=DAY)[0] == D("82.00")
        with pytest.raises(BadRates):
            set_margin(currency="EUR", percent=D("50"))
        with pytest.raises(IntegrityError), transaction.atomic():
            Margin.objects.create(currency="EUR", percent=D("50"))


def test_the_file_of_central_parities(tmp_path, settings, caplog):
    path = tmp_path / "rates.csv"
    path.write_text("day,currency,per,yuan\n2026-11-26,EUR,1,8.2012\n2026-11-27,JPY,100,4.6321\n", "utf-8")
    settings.CURRENCY_RATES_FILE = str(path)
    assert [import_published(NOW), import_published(NOW)] == [2, 0]
    assert rate_on("JPY", DAY).yuan == D("0.046321") and rate_on("JPY", DAY).source == "central parity"
    assert caplog.records == []
    import_published(NOW + timedelta(days=5))
    assert {record.getMessage() for record in caplog.records} == {
        "no exchange rate of EUR since 2026-11-26", "no exchange rate of JPY since 2026-11-27",
    }  # fmt: skip
    assert stale(DAY + timedelta(days=4)) == [("EUR", DAY - timedelta(days=1))]


@pytest.mark.parametrize(
    "text", ["", "day,currency\n", "day,currency,per,yuan\n2026-11-27,EUR,0,8\n", "day,currency,per,yuan\nx,EUR,1,8\n",
             "day,currency,per,yuan\n2026-11-27,EUR,1,=1+1\n"]
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(tmp_path, text):
    path = tmp_path / "rates.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadRates, match=r"rates\.csv"):
        CentralParity(path).published(DAY)
