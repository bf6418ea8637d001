"""What viewing costs: one row per billable view."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

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
    account_number = models.CharField(max_length=7)
    client_code = models.CharField(max_length=32, default="")
    description = models.TextField(help_text="As the receipt prints it: Docket Report, Search, Image670-0")
    criteria = models.TextField(default="", help_text="Search criteria or case number, as the receipt prints it")
    pages = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField(help_text="Per page")
    cost_cents = models.PositiveIntegerField(help_text="After the cap and any exemption")
    basis = models.TextField(default="billable", help_text="billable, or why nothing is owed")
    at = models.DateTimeField(db_default=Now())

    objects = Charges.as_manager()

    class Meta:
        db_table = "charge"
        indexes = [models.Index(fields=["court", "account_number", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cost_cents__lte=models.F("pages") * models.F("price_cents")),
                name="charge_cost_within_price",
            )
        ]

    def __str__(self) -> str:
        return f"{self.description}, {self.pages} pages"
