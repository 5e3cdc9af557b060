"""Ten thousand buyers for five hundred units: `make rush`. Small in the test run (tests/catalog/test_rush.py)."""
