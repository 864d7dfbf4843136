"""Working calendars: when teams work, and by which holidays."""
