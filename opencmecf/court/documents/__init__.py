"""Documents: their numbers, what is known of them, and who may see them."""
