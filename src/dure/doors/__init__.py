"""Ways in. None knows another."""
