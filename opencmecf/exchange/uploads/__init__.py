"""Docket sheets that a court administrator hands over in the browser: taken over by a job, with a report."""
