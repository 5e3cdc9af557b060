"""Haikou (海口): an HTTP gateway that takes JSON and is asked for receipts."""
