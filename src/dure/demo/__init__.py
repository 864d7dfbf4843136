"""The village: one cast of people and its story, for demo, tests, docs and screenshots. All of it is synthetic."""
