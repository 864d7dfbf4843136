"""A voice handed to the team that can answer it, with an ask."""
