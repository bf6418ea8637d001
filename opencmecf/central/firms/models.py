"""Firms that pay for the accounts of their people: PACER Administrative Accounts and who belongs to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.access import Actor, GuardedQuerySet
from opencmecf.foundation.client_code import LONGEST, ClientCodeRule

LONGEST_REMARK = 200


class MembershipState(models.TextChoices):
    """How an account stands to a firm; the labels are those of the firm's list."""

    INVITED = "invited", "Waits for an answer"
    MEMBER = "member", "Paid for by the firm"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Invitation withdrawn"
    REMOVED = "removed", "Removed by the firm"
    LEFT = "left", "Has left"


OPEN = (MembershipState.INVITED, MembershipState.MEMBER)


class Memberships(GuardedQuerySet["Membership"]):
    """A membership is there for the firm and for the account that it is about."""

    def visible_to(self, actor: Actor) -> Memberships:
        """The actor's own, from either side."""
        if actor.account_id is None:
            return self.none()
        return self.filter(Q(firm=actor.account_id) | Q(member=actor.account_id))


class Membership(models.Model):
    """One account's time with one firm, from the invitation on. An ended one stays; a new one is a new row."""

    firm = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="firm_memberships")
    state = models.TextField(choices=MembershipState, default=MembershipState.INVITED)
    remark = models.CharField(max_length=LONGEST_REMARK, default="", blank=True)
    invited_at = models.DateTimeField(db_default=Now())
    joined_at = models.DateTimeField(null=True, help_text="The firm pays for what is viewed from here on")
    ended_at = models.DateTimeField(null=True, help_text="Of whatever way it ended; the firm pays up to here")

    objects = Memberships.as_manager()

    class Meta:
        db_table = "firm_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="member"), name="firm_membership_one_firm_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["firm", "member"],
                condition=Q(state__in=["invited", "member"]),
                name="firm_membership_open_once",
            ),
            models.CheckConstraint(condition=~Q(firm=models.F("member")), name="firm_membership_not_of_itself"),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "member"], ended_at__isnull=True)
                | Q(ended_at__isnull=False) & ~Q(state__in=["invited", "member"]),
                name="firm_membership_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="member") | Q(joined_at__isnull=False), name="firm_membership_joined_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} with {self.firm_id}: {self.state}"

    @property
    def known_name(self) -> str:
        """What the firm may know the person by: the last name that it has typed itself, until the person has joined."""
        return self.member.name if self.joined_at else self.member.last_name


class ApprovedBy(models.TextChoices):
    """What shows that a firm can pay."""

    CARD = "card", "A stored card"
    SERVICE_CENTER = "service_center", "The PACER Service Center"


class FirmApproval(models.Model):
    """A firm whose word is enough to let its people search: it has shown that it can pay.

    Anybody can register a firm; without this it would stand for the card and the letter that everybody else needs.
    """

    firm = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="firm_approval")
    by = models.TextField(choices=ApprovedBy)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "firm_approval"

    def __str__(self) -> str:
        return f"{self.firm_id} by {self.by}"


class ClientCodeColumns(models.Model):
    """A rule for client codes as a row keeps it."""

    is_required = models.BooleanField(default=False)
    shape = models.CharField(max_length=LONGEST, default="", blank=True)
    example = models.CharField(max_length=LONGEST, default="", blank=True)

    class Meta:
        abstract = True


class FirmRule(ClientCodeColumns):
    """What a firm asks of the client codes of its people."""

    firm = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="firm_rule")

    class Meta:
        db_table = "firm_rule"

    def __str__(self) -> str:
        return f"client codes of {self.firm_id}"

    @property
    def value(self) -> ClientCodeRule:
        """The rule as courts and the login page go by it."""
        return ClientCodeRule(is_required=self.is_required, shape=self.shape, example=self.example)


class BillingPreferences(ClientCodeColumns):
    """What a person asks of his or her own client codes; the rule of a firm that pays goes before it."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        db_table = "billing_preferences"

    def __str__(self) -> str:
        return f"billing preferences of {self.account_id}"

    @property
    def value(self) -> ClientCodeRule:
        """The rule as courts and the login page go by it."""
        return ClientCodeRule(is_required=self.is_required, shape=self.shape, example=self.example, is_own=True)
