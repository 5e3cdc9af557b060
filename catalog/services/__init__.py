"""Verbs of the catalogue, one file a noun or a change."""
