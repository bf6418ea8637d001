"""Charges with their basis, telling the centre of them, and Review Billing History."""
