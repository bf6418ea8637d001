"""Registering for e-filing at courts: the way there, and what the courts tell of requests."""
