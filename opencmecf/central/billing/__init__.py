"""Charges of every court: usage, and the quarterly statements."""
