"""The pages of the clerk's office."""
