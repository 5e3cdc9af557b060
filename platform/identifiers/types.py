"""What every identifier module shares: the refusal, and plain text out of typed text."""

import unicodedata


def noop(message: str) -> str:
    """Mark `message` for extraction; the door translates it."""
    return message


class IdentifierError(ValueError):
    """A number that is not well formed. `code` is stable, `says` is an English msgid for people."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


def plain(text: str, drop: str) -> str:
    """Upper-case text with full-width letters made plain, without spaces and the characters of `drop`.

    Integers are refused: a number that lost its leading zeros cannot be mended.
    """
    if not isinstance(text, str):
        raise IdentifierError("not_text", noop("A number must be given as text."))
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c not in drop)


def digits(text: str) -> bool:
    """Whether the text is one or more of 0-9 and nothing else (str.isdigit knows too many digits)."""
    return text.isascii() and text.isdigit()


def starred(text: str, head: int, tail: int) -> str:
    """Keep `head` and `tail` characters; too short a text is starred whole, so that nothing leaks."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
