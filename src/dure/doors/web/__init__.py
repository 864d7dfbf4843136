"""Pages: one folder is one page and its address."""
