"""Mail on its way out, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Message(models.Model):
    """One e-mail to one recipient. Sending it again after a crash carries the same Message-ID.

    Its text is empty once it is sent, refused or given up: it may hold links that open accounts.
    """

    recipient = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    message_id = models.TextField(unique=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="When the receiving server refused it for good")
    last_error = models.TextField(default="")

    class Meta:
        db_table = "mail_message"

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
