"""One file is one way we speak."""
