"""A company that sends text messages, and the phone that gets them."""
