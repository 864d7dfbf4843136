"""Flow items in value streams: what is done about the voices."""
