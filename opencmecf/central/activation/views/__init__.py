"""The pages about activating case search."""
