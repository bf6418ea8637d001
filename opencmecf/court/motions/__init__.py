"""Motions in their parts: what was asked for, and what became of it."""
