"""The pages of applicants, of clerks, and of a filer's own account."""
