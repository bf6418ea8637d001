"""Who can register for e-filing, and what a court may tell of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opencmecf.central.accounts.models import Account, AccountClass, AccountType
from opencmecf.central.directory.rules import check_account_number, moment_in, text_in
from opencmecf.central.efile.models import RequestState
from opencmecf.foundation.errors import Refused

COURT_TYPES = {  # by kind of court, as Manage My Account calls them
    "district": "U.S. District Courts",
    "bankruptcy": "U.S. Bankruptcy Courts",
    "appellate": "U.S. Appellate Courts",
    "special": "National Courts",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a court tells of a request; the names are those of `EfileRequest`."""

    account_number: str
    what: str
    state: str
    changes: int
    submitted_at: datetime
    changed_at: datetime


def told_in(facts: Mapping[str, Any]) -> Told:
    """What a message of a court says. Raises `Refused` when a fact is missing or wrong."""
    number, state, changes = facts.get("account_number"), facts.get("state"), facts.get("changes")
    check_account_number(number if isinstance(number, str) else "")
    if state not in RequestState.values:
        raise Refused(f"The fact “state” must be one of {', '.join(RequestState.values)}.")
    if type(changes) is not int or not 0 <= changes < 2**31:
        raise Refused("The fact “changes” must be a whole number.")
    return Told(
        account_number=str(number),
        what=text_in(facts, "what"),
        state=str(state),
        changes=changes,
        submitted_at=moment_in(facts, "submitted_at"),
        changed_at=moment_in(facts, "changed_at"),
    )


def check_can_register(account: Account, *, upgrade_url: str, register_url: str) -> None:
    """Raise `Refused`, with what to do, for an account that no court can let file."""
    if account.account_class == AccountClass.FIRM:
        raise Refused(
            "This is a PACER Administrative Account. It pays for others, and cannot file.",
            "Log out, and log in with your own individual PACER account to register.",
            links=(("Register an individual PACER account", register_url),),
        )
    if account.is_shared:
        raise Refused(
            "This PACER account is shared by a group. Shared accounts can view, and cannot file.",
            "Every filer needs an individual PACER account. Register one, log in with it, and come back here.",
            links=(("Register an individual PACER account", register_url),),
        )
    if account.account_type == AccountType.LEGACY:
        raise Refused(
            "Your PACER account is a Legacy account. It must be upgraded before you can register for e-filing.",
            "Upgrade it now; it takes some minutes. Then come back here.",
            links=(("Upgrade my PACER account", upgrade_url),),
        )
