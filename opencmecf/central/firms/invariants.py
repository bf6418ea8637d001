"""What must hold between memberships and what courts are told."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.firms import queries
from opencmecf.central.firms.models import BillingPreferences, Membership, MembershipState


def untold_client_code_rules() -> Iterator[str]:
    """One sentence for each account that courts hold to another rule for client codes than that which applies."""
    members = Membership.objects.filter(state=MembershipState.MEMBER).values("member")
    own = BillingPreferences.objects.values("account")
    told = Account.objects.exclude(told_to_courts={}) | Account.objects.filter(pk__in=members)
    told |= Account.objects.filter(pk__in=own).exclude(status=AccountStatus.CLOSED)
    for account in told.distinct().order_by("number"):
        if account.told_to_courts.get("client_code_rule", {}) != queries.rule_for(account).facts():
            yield f"account:{account.number}: courts are told of another rule for client codes than holds for it"
