"""Decisions of the service center's desk, as pure functions."""

from __future__ import annotations

from datetime import timedelta

from opencmecf.central.accounts.models import AccountStatus
from opencmecf.foundation.errors import Refused

IDLE_FOR = timedelta(days=2 * 365)  # unused for more than two years: made inactive (feature map 1.1)
WARNED_BEFORE = timedelta(days=30)
FEWEST_LETTERS = 2


def check_may_lock(status: str, *, is_own: bool) -> None:
    """Raise `Refused` unless the account can be locked by this person."""
    _check_not_own(is_own)
    _check_not_closed(status)
    _check_not_held(status)
    if status == AccountStatus.PENDING:
        raise Refused("This account waits for its e-mail address to be confirmed.", "Nobody can log in with it yet.")


def check_may_unlock(status: str, *, is_own: bool) -> None:
    """Raise `Refused` unless the account can be unlocked by this person."""
    _check_not_own(is_own)
    _check_not_closed(status)
    _check_not_held(status)
    if status == AccountStatus.PENDING:
        raise Refused(
            "This account waits for its e-mail address to be confirmed.",
            "Its holder asks for the message once more on the login page.",
        )


def _check_not_closed(status: str) -> None:
    if status == AccountStatus.CLOSED:
        raise Refused("This account is closed: it was merged into another one.", "Look at that one.")


def _check_not_held(status: str) -> None:
    if status == AccountStatus.HELD:
        raise Refused(
            "This registration is on hold.",
            "Approve or refuse it.",
            links=(("Review Registration Hold", "/desk/registrations"),),
        )


def _check_not_own(is_own: bool) -> None:
    if is_own:
        raise Refused("This is your own account.", "Ask a colleague.")
