"""What an act says when it may not or cannot be done."""

from __future__ import annotations


class Refused(Exception):
    """An act that the rules do not allow, told to the person in plain words.

    `message` says what is wrong, `remedy` what to do about it; both are shown to the person.
    """

    def __init__(self, message: str, remedy: str = "", *, links: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.links = links

    @property
    def in_full(self) -> str:
        """What is wrong and what to do about it, as one text."""
        return f"{self.message} {self.remedy}".strip()


class NotAllowed(Refused):
    """The person is known, and this act is not theirs to do; `permission` is what they lack."""

    def __init__(self, permission: str) -> None:
        super().__init__("Your account may not do this here.", "If you think that it should, call the help desk.")
        self.permission = permission


class NotFound(Exception):
    """The thing is not there, or is not there for this person; the two are never told apart."""


class ProofRequired(Exception):
    """The page shows what takes a second factor shown lately; whoever has one is sent to show it, and comes back."""


class SignInRequired(Exception):
    """The page needs somebody who has signed in, or fresh knowledge of who it is; `return_to` is shown afterwards."""

    def __init__(self, return_to: str = "") -> None:
        super().__init__(return_to)
        self.return_to = return_to
