"""One file is one fault looked for before a message is sent."""
