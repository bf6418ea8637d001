"""Forms that were sent too late."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class UnsentForm(models.Model):
    """A form that came after its sender's session had ended, until the sender has signed in again.

    It is encrypted under a key that only the sender's browser holds: neither a dump of the database nor another
    browser opens it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key_fingerprint = models.CharField(max_length=64)
    site = models.TextField()
    sealed = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "unsent_form"
        indexes = [models.Index(fields=["key_fingerprint", "at"])]

    def __str__(self) -> str:
        return str(self.id)
