"""What the worker does for court accounts."""

from __future__ import annotations

import json

from opencmecf.court.filers import actions, queries
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation import secrets
from opencmecf.foundation.jobs import IN_TURN, job


@job("filer:answer-stranger")
def answer_stranger(court_id: str, sealed: str) -> None:
    """Write the mail with the login to whoever has an account of this court with the address that was typed."""
    court = hosted_court(court_id)
    if court is not None:
        asked = json.loads(secrets.unseal(sealed))
        actions.request_password(court=court.settings, court_name=court.reference.name, **asked)


@job("filer:tell-register", attempts=IN_TURN)
def tell_register(court_id: str, account_number: str, reason: str = "") -> None:
    """Tell the national register how a PACER account stands here now: linked to which account, or to none.

    It tells the present, whatever it was enqueued for, and those of one account are done one after the other: what the
    register hears last is how the account stands.
    """
    court = hosted_court(court_id)
    if court is None:
        return
    account = queries.account_linked_to(court_id, account_number)
    facts = {"linked": False, "reason": reason}
    if account is not None and account.linked_at is not None:
        facts = {
            "linked": True,
            "filer_name": account.name,
            "role": account.role,
            "linked_at": account.linked_at.isoformat(),
        }
    court.relying_party().tell(f"/internal/courts/{court_id}/filers/{account_number}", facts)
