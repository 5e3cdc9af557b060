"""The port's tax bills (税单) against our quotes, line by line, with a guess at the cause."""
