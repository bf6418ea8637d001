"""Charges of every court, as the courts have told them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.access import Actor, GuardedQuerySet


class BilledCharges(GuardedQuerySet["BilledCharge"]):
    """A charge is there for whoever viewed and for whoever pays; an account merged into another one counts as that."""

    def visible_to(self, actor: Actor) -> BilledCharges:
        """What the actor viewed, and what the actor pays for."""
        if not actor.account_number or actor.account_id is None:
            return self.none()
        numbers = own_numbers(actor)
        return self.filter(Q(account_number__in=numbers) | Q(billed_to__in=numbers))


def own_numbers(actor: Actor) -> list[str]:
    """The actor's account number, and those of the accounts that were merged into it."""
    return [actor.account_number, *_merged(actor.account_id)]


def numbers_of(account: Account) -> list[str]:
    """The number of `account`, and those of the accounts that were merged into it."""
    return [account.number, *_merged(account.pk)]


def _merged(account_id: int | None) -> list[str]:
    rows = Account.objects.filter(merged_into=account_id or 0).order_by("number")
    return list(rows.values_list("number", flat=True))


class BilledCharge(models.Model):
    """One charge of a court, kept once under the court's key for it. It never changes."""

    key = models.UUIDField(primary_key=True, help_text="Given by the court when the charge was made")
    court_id = models.CharField(max_length=10)
    account_number = models.CharField(max_length=7, help_text="Who viewed")
    billed_to = models.CharField(max_length=7, help_text="Who pays: the firm of that moment, or who viewed")
    client_code = models.CharField(max_length=32, default="", blank=True)
    description = models.TextField()
    criteria = models.TextField(default="", blank=True)
    pages = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField(help_text="Per page")
    cost_cents = models.PositiveIntegerField()
    basis = models.TextField(help_text="billable, or why nothing is owed")
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    objects = BilledCharges.as_manager()

    class Meta:
        db_table = "billed_charge"
        indexes = [
            models.Index(fields=["account_number", "-at"], name="billed_charge_viewed"),
            models.Index(fields=["billed_to", "-at"], name="billed_charge_paid"),
            models.Index(fields=["court_id", "-at"], name="billed_charge_court"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_cents__lte=F("pages") * F("price_cents")), name="billed_charge_cost_within_price"
            ),
            models.CheckConstraint(
                condition=Q(basis="billable") | Q(cost_cents=0), name="billed_charge_not_billable_is_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description} at {self.court_id}"
