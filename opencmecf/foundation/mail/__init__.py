"""Outgoing mail: written with the act, sent by the worker."""
