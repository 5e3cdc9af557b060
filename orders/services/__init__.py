"""Verbs of the orders floor, one a file; each is keyword-only and one transaction."""
