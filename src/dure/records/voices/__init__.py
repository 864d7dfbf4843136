"""What a person said, and how far round the loop it has come."""
