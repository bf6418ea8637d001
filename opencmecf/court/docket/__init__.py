"""The docket: what was filed in a case, when, and by whom."""
