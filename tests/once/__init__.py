"""One purchase asked for again and again at once: one order, one charge. `make once`."""
