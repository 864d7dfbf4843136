"""The only place that opens a socket outwards."""
