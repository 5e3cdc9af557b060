"""What an order tells the floors below."""
