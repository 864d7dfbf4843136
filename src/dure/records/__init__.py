"""What we keep, in the order of the loop."""
