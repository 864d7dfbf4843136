"""One value stream: the five flow metrics over time, where time goes, and what holds it up."""
