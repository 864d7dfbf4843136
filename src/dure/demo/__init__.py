"""The village: one cast of people and its story, synthetic, for demo, tests, docs and screenshots."""
