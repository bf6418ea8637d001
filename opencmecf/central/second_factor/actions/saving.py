"""What several acts share: one at a time per account, the trail, and the notice to the holder."""

from __future__ import annotations

from typing import Any

from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import queries, rules
from opencmecf.central.second_factor.models import Enrolment, State
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import first_line
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail

# Written out, as every second factor that is shown begins with it.
LOCK = "SELECT account_id, skips_used, programs_alone FROM second_factor_state WHERE account_id = %s FOR UPDATE"


def locked_state(account: Account) -> State:
    """The state of `account`, locked until the act ends, so that two acts on one account come one after the other."""
    line = first_line(LOCK, [account.pk])
    if line is None:
        State.objects.get_or_create(account=account)
        line = first_line(LOCK, [account.pk])
    assert line is not None
    _, skips_used, programs_alone = line
    return State(account=account, skips_used=skips_used, programs_alone=programs_alone)


def confirmed_enrolment(account: Account, actor: Actor) -> Enrolment:
    """The enrolment of this session. Raises `Refused` when no code from the mail was typed, or too long ago."""
    found = queries.enrolment_of(account, actor.session_id)
    if found is None:
        raise Refused(
            "This took longer than fifteen minutes.",
            "Go back to Multifactor Authentication Methods and begin again; a new code comes by e-mail.",
            links=(("Multifactor Authentication Methods", "/manage/mfa"),),
        )
    return found


def tell(act: str, account: Account, actor: Actor, what: str, **data: Any) -> None:
    """Record a change and write its holder a notice that says `what` has happened."""
    audit.record(act, chain=account.chain, by=actor, address=actor.address, **data)
    mail.write(
        to=account.email,
        template="second_factor/mail/changed.txt",
        account=account,
        what=what,
        link=links.to("/manage/mfa"),
        telephone=links.service_center(),
    )


def require_another(standing_after: rules.Standing) -> None:
    """Raise `Refused` when the method that is about to go is the last one and this account must have one."""
    if not queries.may_remove(standing_after):
        raise Refused(
            "This is your only method, and your account must have one.",
            "Add another method first, then remove this one.",
            links=(("Multifactor Authentication Methods", "/manage/mfa"),),
        )


def unused_name(name: str, taken: list[str], otherwise: str) -> str:
    """`name`, or `otherwise` when it is empty. Raises `Refused` when another method of its kind has that name."""
    name = " ".join(name.split()) or otherwise
    if name.casefold() in (one.casefold() for one in taken):
        raise Refused(f"You have one with the name “{name}” already.", "Choose another name.")
    return name
