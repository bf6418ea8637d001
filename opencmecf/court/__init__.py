"""A court: the same for each of them, by data of its kind."""
