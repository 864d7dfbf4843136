"""All value streams at a glance."""
