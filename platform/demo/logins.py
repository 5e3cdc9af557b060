"""Who may log in to the demo. Shown to everybody who starts it; it listens on the loopback address only."""

PASSWORD = "crossport-demo"
OPERATOR = "operator"
SHOPPERS = ("13800138000", "13900139000")
SUPPLIER = "yunfan"
"""One of them for the tour; every supplier signs in at /seller/ with its code."""
