"""The pages of the accounts desk."""
