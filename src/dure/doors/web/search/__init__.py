"""Finding a page or a thing by name."""
