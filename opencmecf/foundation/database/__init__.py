"""The database as the house uses it: roles and migrations."""
