"""The court's rows for people, the accounts that it has issued, and linking them."""
