"""What the sources leave open, decided once for the platform: settings, each with the contract's default.

Every quote of the app (orders, prices with the tax inside, the operators' desk) reads them here, and keeps them in
its snapshot. `manage.py quote_tax` reads only what its documents say.
"""

from __future__ import annotations

from django.conf import settings


def platform_policy() -> dict[str, bool]:
    """The switches of tax.rules.request.Policy, whole."""
    return dict(settings.TAX_POLICY)


def counts_in_year_of_release() -> bool:
    """Does an order of December, released in January, count in January's year? Else in the year it was reserved in."""
    return bool(settings.TAX_COUNT_IN_YEAR_OF_RELEASE)
