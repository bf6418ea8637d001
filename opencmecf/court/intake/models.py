"""Uploads: files on their way into a filing, and what each court takes."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission

MEGABYTE = 1024 * 1024
OFFERS = {"repair": "Repair the file", "flatten": "Flatten the form"}


class Verdict(models.TextChoices):
    """What was made of a file."""

    CHECKING = "checking", "Being checked"
    ACCEPTED = "accepted", "Accepted"
    WARNED = "warned", "Accepted, with a warning"
    REFUSED = "refused", "Not accepted"


class Severity(models.TextChoices):
    """What a finding means at a court."""

    REFUSE = "refuse", "The file cannot be filed"
    WARN = "warn", "The file can be filed; somebody should look at it first"
    IGNORE = "ignore", "Not mentioned"


class Uploads(GuardedQuerySet["Upload"]):
    """An upload is there for the court account with which it was sent, or for the applicant who sent it."""

    def visible_to(self, actor: Actor) -> Uploads:
        """The actor's own uploads at this court."""
        if not actor.may(Permission.DOCUMENT_FILE):
            return self.none()
        return self.filter(court_id=actor.site, owner=actor.owner)


class Upload(models.Model):
    """One file that somebody has sent, with the verdict of its check.

    `sha256` names its bytes in the store. `findings` are plain values: `code`, `severity`, `message`, `page` (None
    where it is not known), `remedy`, and `offer` where the court can mend the file itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    owner = models.TextField(help_text="`Actor.owner` of whoever sent it")
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    length = models.BigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    verdict = models.TextField(choices=Verdict, default=Verdict.CHECKING)
    findings = models.JSONField(default=list)
    made_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, help_text="The upload that was mended")
    note = models.TextField(default="", help_text="What was done to the original, where it was mended")
    at = models.DateTimeField(db_default=Now())

    objects = Uploads.as_manager()

    class Meta:
        db_table = "upload"
        indexes = [
            models.Index(fields=["court", "owner", "-at"], name="upload_by_owner"),
            models.Index(fields=["at"], name="upload_by_age"),
            models.Index(fields=["sha256"], name="upload_by_object"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="upload_verdict_known"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="upload_names_an_object"),
            models.CheckConstraint(
                condition=~models.Q(verdict__in=[Verdict.ACCEPTED, Verdict.WARNED])
                | models.Q(pages__gte=1, length__gte=1),
                name="upload_taken_has_pages",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def chain(self) -> str:
        """The audit chain of this file's way in."""
        return f"upload:{self.court_id}:{self.pk}"

    @property
    def may_be_filed(self) -> bool:
        """Whether this file may become a document."""
        return self.verdict in (Verdict.ACCEPTED, Verdict.WARNED)

    @property
    def offers(self) -> list[tuple[str, str]]:
        """What the court's system can do about the file: `how` for the act, and the label of its button."""
        offered = {one["offer"] for one in self.findings}
        return [(how, label) for how, label in OFFERS.items() if how in offered]


class UploadPolicy(models.Model):
    """What one court takes; a court without a row is as strict as the defaults.

    `severities` maps codes of findings to another severity than the usual one. Only some may be changed: see `rules`.
    """

    court = models.OneToOneField(Court, primary_key=True, on_delete=models.PROTECT)
    most_bytes = models.BigIntegerField(default=35 * MEGABYTE, help_text="Of one file")
    most_bytes_of_a_filing = models.BigIntegerField(default=200 * MEGABYTE, help_text="Of all files of one filing")
    most_pages = models.PositiveIntegerField(default=5000, help_text="Of one file")
    severities = models.JSONField(default=dict)

    class Meta:
        db_table = "upload_policy"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_bytes__gte=1, most_pages__gte=1)
                & models.Q(most_bytes_of_a_filing__gte=models.F("most_bytes")),
                name="upload_policy_takes_something",
            )
        ]

    def __str__(self) -> str:
        return f"What {self.court_id} takes"

    def as_json(self) -> dict[str, Any]:
        """This policy as plain values, for the audit trail."""
        return {
            "most_bytes": self.most_bytes,
            "most_bytes_of_a_filing": self.most_bytes_of_a_filing,
            "most_pages": self.most_pages,
            "severities": self.severities,
        }
