"""Cases: their numbers, headers, parties, counsel, counts and associations."""
