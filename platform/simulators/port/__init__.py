"""A customs port (口岸) behind the HTTP door: takes CEB messages, answers by receipts that are polled."""
