"""Forms that were sent after the session had ended: kept for their sender, never sent by themselves."""
