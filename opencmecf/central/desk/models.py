"""What the desk keeps: who has been warned that an idle account will be made inactive."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account


class IdleWarning(models.Model):
    """A message to the holder of an account that nobody has used for long. Signing in makes it void."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "account_idle_warning"

    def __str__(self) -> str:
        return f"warning to {self.account_id}"
