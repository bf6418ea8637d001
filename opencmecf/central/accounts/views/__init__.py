"""The pages of the accounts site."""
