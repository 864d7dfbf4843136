"""Changes that several teams must agree on: the open ones first."""
