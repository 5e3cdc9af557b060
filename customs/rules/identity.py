"""The orderer's real name and ID number (订购人实名), as registered: customs compares them by letter."""

from dataclasses import dataclass
from datetime import date

from customs.rules.types import Finding, Mender, noop
from identifiers import person_name, resident_id
from identifiers.types import IdentifierError


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str


def check_name(name: str) -> list[Finding]:
    """Whether `name` could stand on an ID card, as it is written."""
    try:
        compact = person_name.validate(name)
    except IdentifierError as wrong:
        return [_shopper(f"identity.{wrong.code}", "name", wrong.says)]
    if name != compact:
        says = noop("The name must be written as on the ID card: no spaces, and · for the dot.")
        return [_shopper("identity.name_form", "name", says)]
    return []


def check_number(number: str, today: date) -> list[Finding]:
    """Whether the ID number is well formed."""
    try:
        resident_id.validate(number, today=today)
    except IdentifierError as wrong:
        return [_shopper(f"identity.{wrong.code}", "id_number", wrong.says)]
    return []


def check_person(person: Person, today: date) -> list[Finding]:
    return check_name(person.name) + check_number(person.id_number, today)


def check_payer(orderer: Person, payer: Person) -> list[Finding]:
    """Orderer and payer must be one person (订购人与支付人一致): same name, same number."""
    found = []
    if person_name.compact(orderer.name) != person_name.compact(payer.name):
        says = noop("The payer's name is not the orderer's: the payment account must be the orderer's own.")
        found.append(_shopper("identity.payer_name", "payer.name", says))
    if resident_id.compact(orderer.id_number) != resident_id.compact(payer.id_number):
        says = noop("The payer's ID number %(payer)s is not the orderer's %(orderer)s.")
        values = {
            "payer": resident_id.mask(payer.id_number),
            "orderer": resident_id.mask(orderer.id_number),
        }
        found.append(_shopper("identity.payer_number", "payer.id_number", says, **values))
    return found


def _shopper(code: str, field: str, says: str, **values: str) -> Finding:
    return Finding(code, field, says, Mender.SHOPPER, values)
