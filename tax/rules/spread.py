"""Splitting a sum of fen over lines so that nothing is lost."""

from collections.abc import Sequence


def spread(total: int, weights: Sequence[int], keys: Sequence[str]) -> list[int]:
    """Largest remainder: floors first, then one fen each to the largest remainders.

    Ties go to the larger weight, then to the smaller key by code point. Weights are >= 0 and not all zero.
    """
    whole = sum(weights)
    shares = []
    rests = []
    left = total
    for weight in weights:
        share, rest = divmod(total * weight, whole)
        shares.append(share)
        rests.append(rest)
        left -= share
    if left:
        order = sorted(range(len(weights)), key=keys.__getitem__)
        order.sort(
            key=lambda i: (rests[i], weights[i]), reverse=True
        )  # stable: equals keep the order of their keys
        for i in order[:left]:
            shares[i] += 1
    return shares
