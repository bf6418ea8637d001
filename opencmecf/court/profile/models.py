"""What a court says of itself: its system generation, help desk, hints."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Generation(models.TextChoices):
    """Which CM/ECF a court runs."""

    CURRENTGEN = "currentgen", "CurrentGen"
    NEXTGEN = "nextgen", "NextGen"


class Court(models.Model):
    """One court that this deployment hosts. Name, kind and time zone come from the reference data."""

    court_id = models.CharField(max_length=10, primary_key=True)
    generation = models.TextField(choices=Generation, default=Generation.CURRENTGEN)
    is_archive = models.BooleanField(default=False, help_text="Dockets to read and search; nothing is filed here")
    go_live_on = models.DateField(null=True, help_text="The date on which the court becomes NextGen, when one is set")
    gone_live_at = models.DateTimeField(null=True)
    help_desk_telephone = models.TextField(default="", blank=True)
    help_desk_hours = models.TextField(default="", blank=True)
    login_hint = models.TextField(default="", blank=True, help_text="How this court forms the logins that it issues")
    applies_changes_at_once = models.BooleanField(
        default=False, help_text="What filers change at PACER is applied here without waiting for the clerk"
    )
    tells_clerks_at_once = models.BooleanField(
        default=False, help_text="Clerks are written to whenever a request comes in, besides the daily summary"
    )
    header_tells_entry = models.BooleanField(
        default=False, help_text="Headers of documents tell when a document was entered on the docket, not when filed"
    )
    sealed_client_secret = models.TextField(help_text="This court's secret at Central Sign-On")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(generation=Generation.CURRENTGEN) | models.Q(gone_live_at__isnull=False),
                name="court_nextgen_has_gone_live",
            ),
            models.CheckConstraint(
                condition=models.Q(is_archive=False) | models.Q(go_live_on__isnull=True),
                name="court_archive_never_goes_live",
            ),
        ]

    def __str__(self) -> str:
        return self.court_id

    @property
    def is_nextgen(self) -> bool:
        """Whether filers sign in with their PACER account here."""
        return self.generation == Generation.NEXTGEN

    @property
    def chain(self) -> str:
        """The audit chain of the court itself."""
        return f"court:{self.court_id}"
