"""What a text says, Korean and English."""
