"""What we told people, in which words."""
