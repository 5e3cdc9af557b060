"""What the customs floor says to others, and what goes between its services and the ports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customs.rules.types import Finding

KINDS = ("311", "411", "511", "621")
"""Order, payment, waybill, list: in the order they are sent, so that the list finds the other three."""

SIGNED, CANCEL, REFUND = "513", "623", "625"
LATER = (SIGNED, CANCEL, REFUND)
"""Sent after the four, each judged by its own receipts."""

RECEIPT_OF = {
    "311": "312",
    "411": "412",
    "511": "512",
    "621": "622",
    "513": "514",
    "623": "624",
    "625": "626",
}
SENT_KIND_OF = {receipt: kind for kind, receipt in RECEIPT_OF.items()}


class Outcome(StrEnum):
    """What became of a receipt. All but REPEATED are kept with the row."""

    APPLIED = "applied"
    OLDER = "older"
    """It says less than what stands, or answers an attempt that was mended since."""
    NOTED = "noted"
    """A code that changes nothing: the port has the document already, or refuses a late change."""
    UNKNOWN_STATUS = "unknown_status"
    UNMATCHED = "unmatched"
    MALFORMED = "malformed"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed message on its way: `message_id` and bytes are the same however often it is sent."""

    message_id: str
    kind: str
    xml: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PortReceipt:
    """One document of a receipt, whatever the port's door calls things.

    `guid`: of the document it answers, where the port says so; `message_id`: of a message refused whole (900);
    `returned_at`: yyyyMMddHHmmssSSS, Beijing time. With `fault` nothing else is to be believed.
    """

    kind: str
    business_key: str
    status: str
    returned_at: str
    source_key: str
    info: str = ""
    guid: str = ""
    message_id: str = ""
    pre_no: str = ""
    list_number: str = ""
    fault: str = ""
    raw: bytes = field(default=b"", repr=False)
    """With a fault: what came, so that it can be read again once we can."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """Yuan, as customs counted: dutiable total and what each tax of the line comes to after its reduction."""

    gnum: int
    hs_code: str
    value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """电子税单 (816), or news of one (818, without amounts). `status`: 1 made, 2 consolidated, 3 void."""

    kind: str
    list_number: str
    tax_no: str
    status: str
    returned_at: str
    source_key: str
    payment_book: str = ""
    duty: Decimal = Decimal()
    consumption_tax: Decimal = Decimal()
    vat: Decimal = Decimal()
    lines: tuple[BillLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a poll brought. `newest`: the latest time of publishing seen (yyyyMMddHHmmss), empty when none."""

    receipts: tuple[PortReceipt | Bill, ...]
    newest: str = ""
    settle: Callable[[bool], None] = lambda recorded: None
    """To be called once: True when all of it is recorded, so that a queue or folder may forget it."""
    published: tuple[str, ...] = ()
    """Every time of publishing seen, where the door names them: one that cannot be is passed over, not all of them."""


class CustomsError(Exception):
    """Base of all refusals. `code` is stable; the message is for people."""

    code = "customs"
    message: str | Promise = _("Customs cannot take this now.")

    def __str__(self) -> str:
        return str(self.message)


class NoPort(CustomsError):
    code = "no_port"
    message = _("The mall has no open account at this port.")


class BoxTaken(CustomsError):
    code = "box_taken"
    message = _("This DXP ID belongs to another mall: whoever reads its box would take the other's receipts.")


class NotReady(CustomsError):
    """Payment or waybill is not there yet."""

    code = "not_ready"
    message = _("Payment or waybill is still missing.")


class NotDeclared(CustomsError):
    """The mode has no declaration of ours."""

    code = "not_declared"
    message = _("Goods of this mode are not declared by the mall.")


class NotMendable(CustomsError):
    code = "not_mendable"
    message = _("Nothing of this declaration was refused, so there is nothing to send again.")


class NoSuchDeclaration(CustomsError):
    code = "not_found"
    message = _("This declaration was not found.")


class HeldBack(CustomsError):
    """Our own check found what the port would refuse; nothing was sent. `findings` are those of customs.rules."""

    code = "held_back"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings[0].code)

    @property
    def reason_code(self) -> str:
        return self.findings[0].code

    def __str__(self) -> str:
        from django.utils.translation import gettext

        return " ".join(finding.text(gettext) for finding in self.findings[:5])


class _PortError(CustomsError):
    """`why`: the door's own word, or what kind of silence it was."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why[:500]


class SignerAway(_PortError):
    """The device that signs does not answer, or refuses: nothing was made, nothing sent."""

    code = "signer_away"
    message = _("The signing device does not answer.")


class SignerBusy(CustomsError):
    """The signer's turns of this minute are taken. `seconds`: when to come again."""

    code = "signer_busy"
    message = _("The signing device is busy; it takes the next documents in a moment.")

    def __init__(self, seconds: float) -> None:
        super().__init__(self.code)
        self.seconds = max(1, round(seconds))


class PortAway(_PortError):
    """No usable answer: what was sent may or may not have arrived. The same bytes under the same id are safe."""

    code = "port_away"
    message = _("The port does not answer.")


class DoorShut(PortAway):
    """The door does not know us: a password, key, sign, clock or host key is not the one it wants.

    Nothing was received, and nothing is wrong with what was sent: it waits until the settings are mended.
    """

    code = "door_shut"
    message = _(
        "The port's door does not let us in: the credentials, the sign or the clock are not what it wants."
    )


class PushRefused(_PortError):
    """A request to our door that is not the port's, or cannot be read."""

    code = "push_refused"
    message = _("This request is not the port's.")


class PortRefused(_PortError):
    """The door itself refused the message: it was not received and will not be under this id."""

    code = "port_refused"
    message = _("The port's door refused the message.")
