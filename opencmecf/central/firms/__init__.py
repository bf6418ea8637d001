"""Firms that pay for their people, from either side."""
