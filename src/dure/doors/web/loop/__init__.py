"""The loop as one drawing: where voices stand, how long each reach takes, and where it is held up."""
