"""One file is one thing done by itself."""
