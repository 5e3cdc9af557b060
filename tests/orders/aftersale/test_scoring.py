"""The score of a supplier: three counts, each with a worked case, and none where there is too little to count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from catalog.reviews.models import Review
from orders.aftersale import scoring
from orders.aftersale.scoring import Counts, score_of, score_suppliers
from orders.models import Order, Package
from partners.models import Supplier
from tests import factories
from tests.orders import factories as make

D, NOW = Decimal, make.NOW + timedelta(days=30)


@pytest.mark.parametrize(
    ("counts", "stars", "score", "parts"),
    [
        (
            Counts(10, 10, 10, 0),
            (D("4.5"), 5),
            "4.83",
            {"goods": "4.50", "dispatch": "5.00", "faults": "5.00"},
        ),
        (Counts(20, 15, 20, 1), (D("4"), 9), "3.83", {"goods": "4.00", "dispatch": "3.75", "faults": "3.75"}),
        (Counts(12, 12, 9, 3), (D("1"), 4), "5.00", {"dispatch": "5.00"}),  # too few reviews, too few signed
        (Counts(10, 0, 10, 10), None, "0.00", {"dispatch": "0.00", "faults": "0.00"}),  # never below nothing
        (Counts(9, 9, 10, 0), (D("5"), 50), None, {"goods": "5.00", "faults": "5.00"}),
        (Counts(), None, None, {}),
    ],
)
def test_worked_cases(counts, stars, score, parts):
    found, told = score_of(counts, stars)
    assert found == (None if score is None else D(score))
    assert {name: told[name] for name in ("goods", "dispatch", "faults") if name in told} == parts
    assert (told["dispatch_of"], told["late"]) == (str(counts.free), str(counts.free - counts.in_time))


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(scoring, "FEWEST_PACKAGES", 1)
    monkeypatch.setattr(scoring, "FEWEST_REVIEWS", 1)


def package(
    sku, *, released: int | None, left: int | None, state: str = "paid", signed: int | None = None
) -> Package:
    """Hours before now; None: not yet."""
    made = Package.objects.get(pk=make.placed(None, (sku, 1)).packages[0][0])

    def at(hours: int | None):
        return None if hours is None else NOW - timedelta(hours=hours)

    Order.objects.filter(pk=made.order_id).update(state=state, paid_at=at(2_000))
    Package.objects.filter(pk=made.pk).update(
        released_at=at(released), dispatched_at=at(left), signed_at=at(signed)
    )
    return made


def parts(code: str = "acme") -> dict[str, str]:
    return Supplier.objects.get(code=code).score_parts


@pytest.mark.django_db
def test_what_counts_as_late_and_what_is_not_judged(in_harbor, few):
    sku, other = factories.sku(stock=50), factories.sku(stock=50, supplier_code="rival")
    package(sku, released=100, left=60)  # after forty hours
    package(sku, released=100, left=52)  # after forty-eight: the last moment
    package(sku, released=100, left=51)  # late
    package(sku, released=49, left=None)  # late, and still there
    package(sku, released=47, left=None)  # may still leave in time
    package(sku, released=100, left=None, state="cancelled")  # called off
    package(sku, released=None, left=None)  # with customs
    package(sku, released=91 * 24, left=90 * 24 + 1)  # too long ago
    package(other, released=100, left=1)
    assert score_suppliers(NOW) == 2
    assert (parts()["dispatch_of"], parts()["late"], parts()["dispatch"]) == ("4", "2", "2.50")
    assert (parts("rival")["dispatch_of"], parts("rival")["late"]) == ("1", "1")


@pytest.mark.django_db
def test_stars_of_reviews_that_stand_in_public(in_harbor, few):
    sku = factories.sku(stock=50)
    package(sku, released=100, left=99)
    for stars, hidden, days in ((5, "", 1), (4, "", 89), (1, "abuse", 1), (1, "", 91)):
        Review.objects.create(
            product=sku.product, name_shown="x", stars=stars, text="x", hidden_reason=hidden,
            created_at=NOW - timedelta(days=days),
        )  # fmt: skip
    score_suppliers(NOW)
    assert (parts()["goods"], parts()["goods_of"]) == ("4.50", "2")
    assert Supplier.objects.get(code="acme").score == D("4.75")


@pytest.mark.django_db
def test_nothing_is_written_where_nothing_changed(in_harbor, few, monkeypatch):
    package(factories.sku(), released=100, left=99)
    score_suppliers(NOW)
    monkeypatch.setattr(scoring, "keep_score", lambda **_values: pytest.fail("written again"))
    assert score_suppliers(NOW) == 1
