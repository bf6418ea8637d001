"""The desk of the PACER Service Center: finding a person, seeing how the account stands, locking and unlocking it."""
