"""What must hold between memberships and what courts are told."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.central.accounts.models import Account
from opencmecf.central.firms import queries
from opencmecf.central.firms.models import Membership, MembershipState


def untold_client_code_rules() -> Iterator[str]:
    """One sentence for each account that courts hold to another rule for client codes than that of its firm."""
    members = Membership.objects.filter(state=MembershipState.MEMBER).select_related("firm")
    rules = {one.member_id: queries.rule_of(one.firm).facts() for one in members}
    told = Account.objects.exclude(told_to_courts={}) | Account.objects.filter(pk__in=rules)
    for account in told.distinct().order_by("number"):
        if account.told_to_courts.get("client_code_rule", {}) != rules.get(account.pk, {}):
            yield f"account:{account.number}: courts are told of another rule for client codes than its firm has"
