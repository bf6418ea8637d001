"""Stored cards, fees of courts, and payments, in Manage My Account."""
