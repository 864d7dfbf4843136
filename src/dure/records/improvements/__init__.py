"""One constraint at a time, and what is done about it: the five focusing steps."""
