"""The orderer's real name and ID number (订购人实名), as registered: customs compares them by letter."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from customs.rules.types import Finding, Mender, noop
from identifiers import resident_id
from identifiers.types import IdentifierError

#: Characters people type for the dot inside names of minorities and foreigners; customs keeps `·` (U+00B7).
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅．.･"), "·")
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]"
_CHINESE = re.compile(rf"{_HAN}+(·{_HAN}+)*")
_LATIN = re.compile(r"[A-Z]+([ '\-][A-Z]+)*")
NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str


def normal_name(name: str) -> str:
    """The name as customs compares it: no spaces in a Chinese name, `·` for every dot, Latin in capitals."""
    folded = " ".join(unicodedata.normalize("NFC", name).split())
    if re.search(_HAN, folded):
        return folded.translate(_DOTS).replace(" ", "")
    return folded.upper()


def check_name(name: str) -> list[Finding]:
    """Whether `name` could stand on an ID card, as it is written."""
    if not name.strip():
        return [_shopper("identity.name_missing", "name", noop("The orderer's real name is missing."))]
    if len(name) > NAME_MAX:
        return [_shopper("identity.name_long", "name", noop("The orderer's name is too long."))]
    if name != normal_name(name):
        says = noop("The name must be written as on the ID card: no spaces, and · for the dot.")
        return [_shopper("identity.name_form", "name", says)]
    if not (_CHINESE.fullmatch(name) and len(name) >= 2) and not (_LATIN.fullmatch(name) and len(name) >= 2):
        says = noop("The name must be the Chinese or Latin name on the ID card, without other signs.")
        return [_shopper("identity.name_signs", "name", says)]
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
    if normal_name(orderer.name) != normal_name(payer.name):
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
