"""What a payment company is asked, and what it says, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

PROCESSING, SUCCESS, FAIL = "PROCESSING", "SUCCESS", "FAIL"
OVER = (SUCCESS, FAIL, "EXCEPT")
"""States after which nothing more comes by itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """One customs order of a payment that covers several (拆单), in fen; goods and freight make the whole."""

    number: str
    goods_fen: int
    freight_fen: int


@dataclass(frozen=True, slots=True)
class Ask:
    """`place`: the company's word for the port; `company`, `company_name`: the mall's registration there;

    `request_no`: ours, the same at every push; `amount_fen`: of the payment, or of its part.
    """

    number: str
    transaction_id: str
    place: str
    company: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    part: Part | None = None
    company_name: str = ""
    request_no: str = ""
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Declared:
    """`state`: UNDECLARED, SUBMITTED, PROCESSING, SUCCESS, FAIL, EXCEPT; `check`: UNCHECKED, SAME, DIFFERENT, or empty
    where it is not told again. `department` cleared it (UNIONPAY, NETSUNION, OTHERS) under `department_trade_id`:
    announcement 179 wants both.
    """

    place: str
    state: str
    check: str
    department: str
    department_trade_id: str
    part_id: str = ""
    payer_code: str = ""
    says: str = ""


class CustomsClient(Protocol):
    """Every call may raise GatewayAway (unknown: ask again) or GatewayRefused."""

    def declare(self, asked: Ask) -> Declared:
        """Also to push again what did not get through."""

    def look_up(self, asked: Ask) -> Declared | None:
        """How it stands; None where the company knows of none."""
