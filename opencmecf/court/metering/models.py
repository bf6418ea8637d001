"""What viewing costs: one row per billable view."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.metering import rules
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class Charges(GuardedQuerySet["Charge"]):
    """Charges are seen by the account that they were made to, at the court that made them."""

    def visible_to(self, actor: Actor) -> Charges:
        """The actor's own charges at this court."""
        if not actor.account_number or not actor.may(Permission.BILLING_HISTORY_READ):
            return self.none()
        return self.filter(court_id=actor.site, account_number=actor.account_number)


class Charge(models.Model):
    """One billable view, priced when it was served; prices that change later do not change it."""

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Under which the centre keeps it once")
    account_number = models.CharField(max_length=7)
    client_code = models.CharField(max_length=32, default="")
    description = models.TextField(help_text="As the receipt prints it: Docket Report, Search, Image670-0")
    criteria = models.TextField(default="", help_text="Search criteria or case number, as the receipt prints it")
    pages = models.PositiveIntegerField()
    cap_pages = models.PositiveIntegerField(null=True, help_text="At most so many are billable; null for no cap")
    price_cents = models.PositiveIntegerField(help_text="Per page")
    cost_cents = models.PositiveIntegerField(help_text="After the cap and any exemption")
    basis = models.TextField(default="billable", help_text="billable, or why nothing is owed")
    at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True, help_text="When the centre has taken note of it")

    objects = Charges.as_manager()

    class Meta:
        db_table = "charge"
        indexes = [
            models.Index(fields=["court", "account_number", "-at", "-id"]),
            models.Index(
                fields=["court", "id"],
                condition=models.Q(told_at__isnull=True) & ~models.Q(account_number=""),
                name="charge_untold",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cost_cents__lte=models.F("pages") * models.F("price_cents")),
                name="charge_cost_within_price",
            ),
            models.CheckConstraint(
                condition=models.Q(basis="billable") | models.Q(cost_cents=0), name="charge_not_billable_is_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description}, {self.pages} pages"

    @property
    def billable_pages(self) -> int:
        """The pages that the receipt counts, those of an exempt view as well."""
        return self.pages if self.cap_pages is None else min(self.pages, self.cap_pages)

    @property
    def exempt_for(self) -> str:
        """What kind of work the view was exempt for, "" when it was not."""
        return rules.exempt_for(self.basis)
