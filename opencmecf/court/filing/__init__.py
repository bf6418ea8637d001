"""Filing a document: drafts, the steps from an event to the final docket text, and what a finished filing says."""
