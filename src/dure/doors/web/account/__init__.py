"""One account and all that belongs to it."""
