"""The tokens of links in mails: a forgotten password, and an invitation."""

from __future__ import annotations

from django.core import signing

from opencmecf.court.filers.models import CourtAccount

SALT = "court-password-reset"
INVITATION_SALT = "court-account-invitation"
GOOD_FOR_SECONDS = 2 * 60 * 60
INVITATION_GOOD_FOR_SECONDS = 7 * 24 * 60 * 60


def reset_token(account: CourtAccount) -> str:
    """A signed token that is good for two hours and until the password or the link changes."""
    return _token(account, SALT)


def account_of_token(token: str, *, court_id: str) -> CourtAccount | None:
    """The account of this court that `token` was mailed to, or None when it is not good any more."""
    return _account(token, court_id, SALT, GOOD_FOR_SECONDS)


def invitation_token(account: CourtAccount) -> str:
    """A signed token that is good for a week and until the password or the link changes."""
    return _token(account, INVITATION_SALT)


def account_of_invitation(token: str, *, court_id: str) -> CourtAccount | None:
    """The account of this court whose holder was invited with `token`, or None when it is not good any more."""
    account = _account(token, court_id, INVITATION_SALT, INVITATION_GOOD_FOR_SECONDS)
    return account if account and account.is_active else None


def _token(account: CourtAccount, salt: str) -> str:
    return signing.dumps({"id": account.pk, "version": account.credentials_version}, salt=salt)


def _account(token: str, court_id: str, salt: str, seconds: int) -> CourtAccount | None:
    try:
        content = signing.loads(token, salt=salt, max_age=seconds)
    except signing.BadSignature:
        return None
    rows = CourtAccount.objects.filter(pk=content["id"], court_id=court_id, person__isnull=True)
    return rows.filter(credentials_version=content["version"]).first()
