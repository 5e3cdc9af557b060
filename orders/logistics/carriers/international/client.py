"""The leg from abroad: the warehouse there, export, the flight, the port of arrival."""

from __future__ import annotations

from orders.logistics.carriers.door import SignedDoor
from orders.logistics.carriers.international.account import Account
from orders.logistics.carriers.international.words import WORDS


class InternationalCarrier(SignedDoor):
    code = "international"
    words = WORDS

    @classmethod
    def of_mall(cls) -> InternationalCarrier:
        return cls(Account.of_mall())
