"""Chance that can be repeated: a roll depends on the seed and on what it is rolled for, not on when."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Dice:
    seed: str

    def roll(self, *what: object) -> float:
        """A number in [0, 1), the same for the same seed and the same `what`."""
        text = "|".join([self.seed, *map(str, what)])
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64

    def hits(self, probability: float, *what: object) -> bool:
        return self.roll(*what) < probability

    def between(self, span: tuple[float, float], *what: object) -> float:
        low, high = span
        return low + (high - low) * self.roll(*what)

    def token(self, *what: object) -> str:
        """32 hexadecimal digits."""
        return hashlib.sha256("|".join([self.seed, *map(str, what)]).encode()).hexdigest()[:32]
