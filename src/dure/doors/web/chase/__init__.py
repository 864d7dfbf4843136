"""Whom to remind about what: the most pressing first, each person once."""
