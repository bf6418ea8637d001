"""Exemptions from fees, and merging an exempt account into another one."""
