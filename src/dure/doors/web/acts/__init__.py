"""Acts as small forms: what each is called, what it asks, what it will do and to whom. Shared by all pages."""
