"""Every screen of a shopper, looked at by machines: layout, accessibility, the keyboard, weight, bad input."""
