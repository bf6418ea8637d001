"""The pages about exemptions."""
