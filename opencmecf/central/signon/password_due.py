"""Whether a password that has to be changed by the calendar stands between signing in and going on."""

from __future__ import annotations

from opencmecf.central.accounts import password_age
from opencmecf.central.accounts.password_age import Due
from opencmecf.central.signon.models import Session
from opencmecf.foundation.sites import SiteKind

PATH = "/csologin/password-due"


def stands_between(session: Session, client_id: str) -> bool:
    """Whether a site gets no answer yet; the accounts site does, for there the password is changed."""
    if client_id == SiteKind.PACER.value:
        return False
    return password_age.due_of(session.account, str(session.pk)) is not Due.NOTHING
