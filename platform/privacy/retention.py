"""What a mall keeps after an erasure, how long and by which law. Sentences are ids of the catalogues.

Sources: E-commerce Law of the PRC, art. 31 (goods and dealings, at least three years from their completion); consumer
protection and payment rules that ask for longer are a matter of the mall's own setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEAST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    what: str | Promise
    why: str | Promise


KEPT = (
    Kept(
        _("Orders with consignee, telephone and address, payments, refunds"),
        _("E-commerce Law, art. 31: at least three years after the dealing is over."),
    ),
    Kept(
        _("Name and ID number of the orderer, encrypted, and the messages to customs"),
        _("They belong to the declared orders and are kept as long as these."),
    ),
    Kept(
        _("Reviews, without your name"),
        _("E-commerce Law, art. 39: reviews may not be deleted."),
    ),
    Kept(
        _("Amounts of orders in the books, without your name"),
        _("Accounting: they no longer say anything about a person."),
    ),
)
GONE = (
    _("Login, name shown, e-mail and telephone of the account"),
    _("Addresses, favourites, goods looked at, cart and messages"),
    _("Pictures and words of returns once they are past the time of keeping"),
    _("The identity book: nobody can order with it any more"),
)


def lawful_end(ended_at: datetime, years: int) -> datetime:
    """Until when a dealing that was over at `ended_at` is kept."""
    return _shifted(ended_at, max(years, LEAST_YEARS))


def over_since(now: datetime, years: int) -> datetime:
    """Dealings that ended before this time need not be kept at `now`."""
    return _shifted(now, -max(years, LEAST_YEARS))


def _shifted(at: datetime, years: int) -> datetime:
    """The same day of another year; 29 February becomes 28."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28)
