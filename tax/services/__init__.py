"""Verbs of the tax app."""

from tax.services.batches import approve, open_seed_version, propose, reject
from tax.services.comparing import compare_regimes, solve_inclusive_price
from tax.services.explaining import working
from tax.services.importing import import_rates, read_rates
from tax.services.quoting import quote_lines
from tax.services.returning import quote_return

__all__ = [
    "approve",
    "compare_regimes",
    "import_rates",
    "open_seed_version",
    "propose",
    "quote_lines",
    "quote_return",
    "read_rates",
    "reject",
    "solve_inclusive_price",
    "working",
]
