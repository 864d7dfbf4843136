"""dure: customers and coworkers in one measured loop."""

__version__ = "0.1.0"
