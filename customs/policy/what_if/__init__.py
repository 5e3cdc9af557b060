"""What a planned change of rates or rules would do to a mall's goods and open orders (政策试算)."""

from customs.policy.what_if.run import ask, go_on, stop
from customs.policy.what_if.sheet import csv_rows
from customs.policy.what_if.types import BadChange, Change

__all__ = ["BadChange", "Change", "ask", "csv_rows", "go_on", "stop"]
