"""Requests for admission and e-file registration, as the courts have told of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.central.directory.models import CourtListing


class RequestState(models.TextChoices):
    """How a request stands at its court; the labels are those of Manage My Account."""

    WAITING = "waiting", "Waiting for the clerk"
    ASKED = "asked", "The court waits for your answer"
    FEE_DUE = "fee_due", "The court waits for the fee"
    PAID = "paid", "Fee settled, waiting for the clerk"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


ENDED = (RequestState.APPROVED, RequestState.REJECTED, RequestState.WITHDRAWN)


class EfileRequest(models.Model):
    """One request at one court; `changes` is the court's own count, by which an older message is known."""

    request_id = models.UUIDField(primary_key=True)
    account_number = models.CharField(max_length=7)
    court = models.ForeignKey(CourtListing, on_delete=models.PROTECT, related_name="efile_requests")
    what = models.TextField()
    state = models.TextField(choices=RequestState)
    changes = models.PositiveIntegerField()
    submitted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "efile_request"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RequestState.values), name="efile_request_state_known")
        ]
        indexes = [models.Index(fields=["account_number", "-submitted_at"], name="efile_request_of_account")]

    def __str__(self) -> str:
        return str(self.request_id)

    @property
    def is_open(self) -> bool:
        """Whether something can still become of it."""
        return self.state not in ENDED

    @property
    def waits_for_applicant(self) -> bool:
        """Whether the court waits for its applicant."""
        return self.state in (RequestState.ASKED, RequestState.FEE_DUE)
