"""Orders through the line while its processes are killed: `python -m tests.chaos`."""
