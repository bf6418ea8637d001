"""Why a page was refused."""

from __future__ import annotations


class Refused(ValueError):
    """The page cannot be taken in. The message says why, for the person who brought it."""


class NotADocket(Refused):
    """The page is no docket sheet."""


class WrongCourt(Refused):
    """The page is a docket of another court than said."""


class Damaged(Refused):
    """The page was a docket sheet, but parts of it are missing or cannot be read."""
