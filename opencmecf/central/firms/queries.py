"""Reading who belongs to which firm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from opencmecf.central.accounts.models import Account
from opencmecf.central.firms import rules
from opencmecf.central.firms.models import OPEN, BillingPreferences, FirmApproval, FirmRule, Membership, MembershipState
from opencmecf.foundation.access import Actor
from opencmecf.foundation.client_code import ClientCodeRule


def people_of(actor: Actor) -> QuerySet[Membership]:
    """Everybody whom the actor's firm has invited or pays for, ended ones included, the latest first."""
    rows = Membership.objects.visible_to(actor).filter(firm=actor.account_id).select_related("member")
    return rows.order_by("-invited_at", "-pk")


def members_of(actor: Actor) -> QuerySet[Membership]:
    """The accounts that the actor's firm pays for now, by name."""
    return people_of(actor).filter(state=MembershipState.MEMBER).order_by("member__last_name", "member__first_name")


def invitations_to(actor: Actor) -> QuerySet[Membership]:
    """The invitations of firms that wait for the actor's answer, oldest first."""
    rows = Membership.objects.visible_to(actor).filter(member=actor.account_id, state=MembershipState.INVITED)
    return rows.select_related("firm").order_by("invited_at", "pk")


def current_of(actor: Actor) -> Membership | None:
    """The membership in the firm that pays for the actor's account now, or None."""
    rows = Membership.objects.visible_to(actor).filter(member=actor.account_id, state=MembershipState.MEMBER)
    return rows.select_related("firm").first()


def name_of_payer(actor: Actor) -> str:
    """The firm that pays for the actor's account now, "" for none."""
    current = current_of(actor)
    return rules.name_of_firm(current.firm) if current else ""


def past_of(actor: Actor) -> QuerySet[Membership]:
    """The firms that have paid for the actor's account earlier, the latest first."""
    rows = Membership.objects.visible_to(actor).filter(member=actor.account_id, joined_at__isnull=False)
    return rows.exclude(state__in=OPEN).select_related("firm").order_by("-ended_at")


def membership(membership_id: int, actor: Actor) -> Membership:
    """One membership of the actor's, from either side. Raises `NotFound` for any other."""
    return Membership.objects.select_related("firm", "member").get_for(actor, pk=membership_id)


def rule_of(firm: Account) -> ClientCodeRule:
    """What `firm` asks of client codes."""
    row = FirmRule.objects.filter(firm=firm).first()
    return row.value if row else ClientCodeRule()


def own_rule_of(account: Account) -> ClientCodeRule:
    """What the holder of `account` asks of his or her own client codes."""
    row = BillingPreferences.objects.filter(account=account).first()
    return row.value if row else ClientCodeRule(is_own=True)


def rule_for(account: Account) -> ClientCodeRule:
    """The rule that holds for `account`: that of the firm that pays, where there are both a firm and a rule."""
    row = FirmRule.objects.filter(
        firm__memberships__member=account, firm__memberships__state=MembershipState.MEMBER
    ).first()
    return row.value if row and not row.value.is_empty else own_rule_of(account)


def approval_of(firm: Account) -> FirmApproval | None:
    """What shows that `firm` can pay, or None; its people's case search rests on it."""
    return FirmApproval.objects.filter(firm=firm).first()


class Payers:
    """Who pays for what each of some accounts has viewed, read once for all of them."""

    def __init__(self, account_numbers: Iterable[str]) -> None:
        rows = Membership.objects.filter(member__number__in=set(account_numbers), joined_at__isnull=False)
        self._times: dict[str, list[tuple[datetime, datetime | None, str]]] = {}
        for number, *time in rows.values_list("member__number", "joined_at", "ended_at", "firm__number"):
            self._times.setdefault(number, []).append(tuple(time))  # type: ignore[arg-type]

    def at(self, account_number: str, moment: datetime) -> str:
        """The number of the firm that paid for the account at `moment`, or the account's own."""
        for joined, ended, firm in self._times.get(account_number, []):
            if joined <= moment and (ended is None or moment < ended):
                return firm
        return account_number
