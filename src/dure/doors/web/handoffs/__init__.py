"""Handoffs: who has been asked, and who has not answered."""
