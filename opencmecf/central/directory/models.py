"""The court directory: which courts there are here, and what they have told the national layer."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class CourtListing(models.Model):
    """One court as the directory shows it."""

    court_id = models.CharField(max_length=10, primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    is_nextgen = models.BooleanField(default=False)
    go_live_on = models.DateField(null=True, help_text="When a CurrentGen court becomes NextGen")
    help_desk_telephone = models.TextField(default="")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court_listing"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RegisteredFiler(models.Model):
    """A filing account of a court that is linked to a PACER account, as the court has told."""

    court = models.ForeignKey(CourtListing, on_delete=models.PROTECT, related_name="registered_filers")
    account_number = models.CharField(max_length=7)
    filer_name = models.TextField()
    role = models.TextField()
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "registered_filer"
        constraints = [models.UniqueConstraint(fields=["court", "account_number"], name="registered_filer_once")]

    def __str__(self) -> str:
        return f"{self.account_number} at {self.court_id}"
