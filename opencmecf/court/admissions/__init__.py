"""Admissions and e-file registration: applying at the court, the clerk's queue, and the cases of limited accounts."""
