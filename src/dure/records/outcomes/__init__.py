"""What came of it, and every number we showed."""
