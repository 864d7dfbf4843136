"""One file is one place we listen: payload in, facts out. No Django here."""
