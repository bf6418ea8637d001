"""Viewing documents: the menu of an entry's documents, what a view costs, and the file with its header."""
