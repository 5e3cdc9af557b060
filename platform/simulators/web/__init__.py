"""A small threaded HTTP server: one process, no children, and it can hang up on a caller when told to."""
