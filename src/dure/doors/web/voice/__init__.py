"""One voice: its whole thread through the loop."""
