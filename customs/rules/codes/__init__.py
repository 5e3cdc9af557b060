"""Customs code tables, old numeric, as the cross-border documents of 202205 want them.

Codes are text: `011` and `0200` lose their meaning as numbers. Every row says how sure we are of it.
"""
