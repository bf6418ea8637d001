"""What an account says about second factors, besides having one."""

from __future__ import annotations

from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import queries, rules
from opencmecf.central.second_factor.actions import saving
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def skip_enrolment(*, account: Account, actor: Actor) -> int:
    """Put setting up a method off once more; returns how many times are left. Raises `Refused` when none is."""
    state = saving.locked_state(account)
    if queries.demand(queries.standing(account)) is rules.Demand.REQUIRED:
        raise Refused("This cannot be put off any more.", "Set up a method now; it takes some three minutes.")
    state.skips_used += 1
    state.save(update_fields=["skips_used"])
    left = max(0, rules.SKIPS - state.skips_used)
    audit.record("second-factor:enrolment:skip", chain=account.chain, by=actor, left=left)
    return left


@transaction.atomic
def let_programs_alone(*, account: Account, allowed: bool, actor: Actor) -> None:
    """Say whether programs may sign in with user name and password alone. The same again is no event."""
    state = saving.locked_state(account)
    if state.programs_alone == allowed:
        return
    state.programs_alone = allowed
    state.save(update_fields=["programs_alone"])
    act, may = ("allow", "may now") if allowed else ("forbid", "may no longer")
    saving.tell(f"second-factor:programs:{act}", account, actor, f"Programs {may} sign in without a second factor.")
