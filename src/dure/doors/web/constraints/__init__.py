"""What holds things up, in each value stream and in the loop, and what is done about it."""
