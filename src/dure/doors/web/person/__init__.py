"""One person, whichever side they stand on."""
