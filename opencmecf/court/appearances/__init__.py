"""Whose appearances on dockets are those of a filer's account: found by the dockets' words, tied by a clerk."""
