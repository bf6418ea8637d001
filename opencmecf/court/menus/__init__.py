"""The pages behind the menu bar."""
