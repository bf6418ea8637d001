"""The trail of every act: append-only, hash-chained per subject."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One act. Rows are written by the database function `audit_append` alone and never change.

    No foreign keys: the trail neither blocks nor follows what happens to the rows it speaks of.
    """

    chain = models.TextField(help_text="What the chain is about: account:1234567, filer:flsd:12, court:flsd")
    position = models.BigIntegerField(help_text="1 for the first event of the chain, without gaps")
    at = models.DateTimeField(help_text="The accepting transaction's clock")
    body = models.TextField(help_text="The event as canonical JSON: act, by, site, target, data")
    previous = models.CharField(max_length=64, help_text="Hash of the event before, 64 zeros for the first")
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_event"
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="audit_event_chain_position")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.position}"
