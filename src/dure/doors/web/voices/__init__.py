"""Every voice, and where each stands."""
