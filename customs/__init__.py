"""Customs: declarations and their receipts, from the four documents of a package to its release."""
