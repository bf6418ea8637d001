"""What the worker does for accounts."""

from __future__ import annotations

import json
from collections.abc import Callable

from opencmecf.central.accounts import actions
from opencmecf.foundation import secrets
from opencmecf.foundation.access import anonymous, system
from opencmecf.foundation.jobs import job, periodic

ANSWERS: dict[str, Callable[..., None]] = {
    "confirmation": actions.resend_confirmation,
    "password": actions.request_password_reset,
    "username": actions.send_username,
}


@job("accounts:answer-stranger")
def answer_stranger(what: str, sealed: str) -> None:
    """Write the mail that somebody without a session has asked for, to the holder of the account, if there is one."""
    asked = json.loads(secrets.unseal(sealed))
    ANSWERS[what](**asked["typed"], actor=anonymous(asked["site"], asked["address"]))


@periodic("accounts:forget-unconfirmed", cron="41 3 * * *")
def forget_unconfirmed() -> None:
    """Every night: forget the registrations that nobody has confirmed."""
    actions.forget_unconfirmed_registrations(actor=system("accounts", "pacer"))


@periodic("accounts:lost-mailboxes", cron="*/10 * * * *")
def lost_mailboxes() -> None:
    """Every ten minutes: remind of new addresses that are near, change those that are due, and stop forgotten ones."""
    by = system("accounts", "pacer")
    actions.remind_of_lost_mailboxes(actor=by)
    actions.replace_lost_mailboxes(actor=by)
    actions.give_up_unconfirmed_mailboxes(actor=by)
