"""What if more came, or more people worked on it: how long work then waits."""
