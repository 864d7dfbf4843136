"""Every act, once: who, what, when it happened, when it was recorded, why."""
