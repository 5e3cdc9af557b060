"""The world outside the product: a customs port and a payment gateway, each a process of its own."""
