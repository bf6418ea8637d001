"""The courts as they have told of themselves, and who is linked where."""
