"""When will it be done, and how many by a date: a stream's own weeks, asked again."""
