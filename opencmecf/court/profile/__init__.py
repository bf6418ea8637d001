"""What a court is: its generation, its help desk, and what its kind brings."""
