"""One work item: its states, on whom it waited, and the voices it answers."""
