"""How templates say numbers, moments and names."""
