"""Data: what came in from files, what did not and why, and bringing in more."""
