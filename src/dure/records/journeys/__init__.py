"""The stages of a customer's journey, and the catalogue of touchpoints."""
