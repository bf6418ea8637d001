"""Query: the case menu, the docket sheet and the reports on one case."""
