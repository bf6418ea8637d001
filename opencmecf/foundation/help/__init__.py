"""Help for people who sign in, upgrade, link and file: the same pages at the accounts site and at every court."""
