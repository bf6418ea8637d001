"""The pages about programs of others."""
