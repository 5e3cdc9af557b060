"""A real name as registered (身份证姓名): customs compares it by letter, so it is kept in the form customs keeps."""

import re
import unicodedata

from identifiers.types import IdentifierError, noop

#: Characters people type for the dot inside names of minorities and foreigners; customs keeps `·` (U+00B7).
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅．.･"), "·")
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]"
_CHINESE = re.compile(rf"{_HAN}+(·{_HAN}+)*")
_LATIN = re.compile(r"[A-Z]+([ '\-][A-Z]+)*")
LONGEST = 60


def compact(name: str) -> str:
    """The name as customs compares it: no spaces in a Chinese name, `·` for every dot, Latin in capitals."""
    folded = " ".join(unicodedata.normalize("NFC", name).split())
    if re.search(_HAN, folded):
        return folded.translate(_DOTS).replace(" ", "")
    return folded.upper()


def validate(name: str) -> str:
    """The compact form. Codes: `name_missing`, `name_long`, `name_signs`."""
    compacted = compact(name)
    if not compacted:
        raise IdentifierError("name_missing", noop("The orderer's real name is missing."))
    if len(compacted) > LONGEST:
        raise IdentifierError("name_long", noop("The orderer's name is too long."))
    fits = _CHINESE.fullmatch(compacted) or _LATIN.fullmatch(compacted)
    if len(compacted) < 2 or not fits:
        says = noop("The name must be the Chinese or Latin name on the ID card, without other signs.")
        raise IdentifierError("name_signs", says)
    return compacted


def is_valid(name: str) -> bool:
    try:
        return bool(validate(name))
    except IdentifierError:
        return False


def format(name: str) -> str:
    return compact(name)


def mask(name: str) -> str:
    """张三丰 -> 张**: the first character stays."""
    return name[:1] + "*" * min(max(len(name) - 1, 0), 3)
