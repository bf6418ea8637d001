"""Activating case search without a card: a letter with a token, printed by the service center, typed by its reader."""
