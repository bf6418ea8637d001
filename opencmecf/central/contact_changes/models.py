"""What has been told to which court, and what the court made of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from opencmecf.central.directory.models import CourtListing


class ChangeState(models.TextChoices):
    """How a change stands at one court; the labels are those of Manage My Account."""

    SENDING = "sending", "On its way to the court"
    WAITING = "waiting", "Waiting for the clerk"
    APPLIED = "applied", "Applied by the court"
    REJECTED = "rejected", "Not taken over by the court"
    SUPERSEDED = "superseded", "Overtaken by a later change"
    NO_ACCOUNT = "no-account", "Not needed: your account is not linked there any more"


class ContactChange(models.Model):
    """One change for one court. `facts` holds what has changed alone, by the names of the columns of `Account`."""

    change_id = models.UUIDField(unique=True, default=uuid.uuid4)
    account_number = models.CharField(max_length=7)
    court = models.ForeignKey(CourtListing, on_delete=models.PROTECT)
    facts = models.JSONField()
    state = models.TextField(choices=ChangeState, default=ChangeState.SENDING)
    reason = models.TextField(default="", help_text="Why the court did not take it over")
    made_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True, help_text="When the court has taken note")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contact_change"
        indexes = [models.Index(fields=["account_number", "-id"], name="contact_change_of_account")]

    def __str__(self) -> str:
        return str(self.change_id)

    @property
    def fields_in_words(self) -> str:
        """What has changed, in the words of Manage My Account."""
        return ", ".join(sorted({LABELS[name] for name in self.facts}))


LABELS = {
    "first_name": "name",
    "middle_name": "name",
    "last_name": "name",
    "generation": "name",
    "firm_name": "firm",
    "unit": "firm",
    "address": "address",
    "address_2": "address",
    "city": "address",
    "state": "address",
    "zip_code": "address",
    "country": "address",
    "telephone": "telephone",
    "email": "e-mail address",
}
