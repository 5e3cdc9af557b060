"""What a message goes through before the port keeps it: format, signature, companies, rules."""
