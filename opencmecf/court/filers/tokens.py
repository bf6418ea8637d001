"""The token of a “Forgot login/password” mail."""

from __future__ import annotations

from django.core import signing

from opencmecf.court.filers.models import CourtAccount

SALT = "court-password-reset"
GOOD_FOR_SECONDS = 2 * 60 * 60


def reset_token(account: CourtAccount) -> str:
    """A signed token that is good for two hours and until the password changes."""
    return signing.dumps({"id": account.pk, "was": account.password[-12:]}, salt=SALT)


def account_of_token(token: str, *, court_id: str) -> CourtAccount | None:
    """The account of this court that `token` was mailed to, or None when it is not good any more."""
    try:
        content = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    account = CourtAccount.objects.filter(pk=content["id"], court_id=court_id, person__isnull=True).first()
    return account if account and account.password[-12:] == content["was"] else None
