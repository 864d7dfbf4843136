"""What shipped together, and when."""
