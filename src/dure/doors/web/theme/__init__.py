"""The choice of light or dark."""
