"""Spreadsheets in and out: templates, reading, checking row by row, applying in slices, exports."""
