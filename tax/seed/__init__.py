"""Seed rates in the package: CSV files with their provenance, and the provider that answers from them."""
