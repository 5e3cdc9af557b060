"""Packages through every door while workers, broker and port are killed."""
