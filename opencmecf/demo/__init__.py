"""The try-out: courts, people, a mailbox. Nothing in the rest of the house knows of it."""
