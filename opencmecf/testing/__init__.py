"""What tests of every room use: the database, and people with a story."""
