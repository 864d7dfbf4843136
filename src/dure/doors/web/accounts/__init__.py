"""Everybody we serve."""
