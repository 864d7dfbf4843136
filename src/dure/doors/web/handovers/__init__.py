"""Who hands work to whom in a value stream, how often, and how long it lies there."""
