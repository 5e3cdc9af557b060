"""Check digits of the numbers that demo goods and companies carry."""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def ean13(twelve: str) -> str:
    """Thirteen digits from twelve: EAN-13, weights 1 and 3. Prefixes 20 to 29 are for use inside a shop."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)


def organisation_code(eight: str) -> str:
    """Nine characters from eight: GB 11714, modulo 11."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(char, 36) * weight for char, weight in zip(eight, weights, strict=True))
    return eight + "0123456789X0"[11 - total % 11]


def company_code(region: str, eight: str) -> str:
    """A unified social credit code (统一社会信用代码, GB 32100): six digits of region, eight characters."""
    seventeen = f"91{region}{organisation_code(eight)}"
    total = sum(USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(seventeen))
    return seventeen + USCC_ALPHABET[-total % 31]
