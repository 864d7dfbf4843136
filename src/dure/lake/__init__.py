"""History as Delta tables; the only place that executes a query on it."""
