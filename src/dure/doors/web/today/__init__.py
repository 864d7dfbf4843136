"""What the day asks."""
