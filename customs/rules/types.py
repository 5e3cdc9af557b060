"""What a check can find, who can mend it, and the marks for translation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


def noop(message: str) -> str:
    """Mark `message` for extraction; the door translates it."""
    return message


class Mender(StrEnum):
    """Who can put a finding right."""

    SHOPPER = "shopper"
    SUPPLIER = "supplier"
    OPERATOR = "operator"
    PAYMENT_COMPANY = "payment_company"
    LOGISTICS_COMPANY = "logistics_company"
    PLATFORM = "platform"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the port would refuse.

    `code` is stable (`limit.single`), `field` names what is wrong (`lines[2].profile.hs_code`), `says` is an
    English msgid with %(named)s values, `values` fills them (already masked: findings may be logged).
    """

    code: str
    field: str
    says: str
    who: Mender
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def text(self, translate: Callable[[str], str] = noop) -> str:
        """The sentence, through `translate` (gettext at a door)."""
        return translate(self.says) % dict(self.values)

    def within(self, prefix: str) -> Finding:
        """The same finding seen from the outside: `profile.hs_code` becomes `lines[1].profile.hs_code`."""
        path = f"{prefix}.{self.field}" if self.field else prefix
        return Finding(self.code, path, self.says, self.who, self.values)
