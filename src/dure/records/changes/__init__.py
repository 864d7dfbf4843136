"""A change several teams must agree on and do: who agreed, in which order, and when it is done."""
