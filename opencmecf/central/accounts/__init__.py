"""PACER accounts: registering, Manage My Account, recovery and upgrade."""
