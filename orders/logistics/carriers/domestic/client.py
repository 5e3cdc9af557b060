"""The leg inside China."""

from __future__ import annotations

from orders.logistics.carriers.domestic.account import Account
from orders.logistics.carriers.domestic.words import WORDS
from orders.logistics.carriers.door import SignedDoor


class DomesticCarrier(SignedDoor):
    code = "domestic"
    words = WORDS

    @classmethod
    def of_mall(cls) -> DomesticCarrier:
        return cls(Account.of_mall())
