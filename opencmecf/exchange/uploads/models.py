"""What was handed over, and what became of each file."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class DocketUploads(GuardedQuerySet["DocketUpload"]):
    """DocketUploads are there for those who may import at the court that they were made to."""

    def visible_to(self, actor: Actor) -> DocketUploads:
        """The uploads of the actor's own court."""
        return self.filter(court_id=actor.site) if actor.may(Permission.DOCKET_IMPORT) else self.none()


class DocketUpload(models.Model):
    """Files that somebody has handed over at once."""

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    by_label = models.TextField(help_text="As the audit trail names whoever did it")
    by_name = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = DocketUploads.as_manager()

    class Meta:
        db_table = "docket_upload"

    def __str__(self) -> str:
        return f"upload {self.pk} of {self.court_id}"


class DocketUploadFiles(GuardedQuerySet["DocketUploadFile"]):
    """The files of uploads that are there."""

    def visible_to(self, actor: Actor) -> DocketUploadFiles:
        """The files handed over at the actor's own court."""
        may = actor.may(Permission.DOCKET_IMPORT)
        return self.filter(upload__court_id=actor.site) if may else self.none()


class DocketUploadFile(models.Model):
    """One file. Its content is kept until it is taken over or refused, and no longer."""

    upload = models.ForeignKey(DocketUpload, on_delete=models.PROTECT, related_name="files")
    order = models.PositiveIntegerField()
    name = models.TextField()
    content = models.BinaryField(null=True)
    outcome = models.TextField(default="", blank=True, help_text="Empty while it waits")
    case_id_printed = models.TextField(default="", blank=True)
    case_number = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)

    objects = DocketUploadFiles.as_manager()

    class Meta:
        db_table = "docket_uploaded_file"
        constraints = [
            models.UniqueConstraint(fields=["upload", "order"], name="uploaded_file_order"),
            models.CheckConstraint(
                condition=models.Q(outcome="") ^ models.Q(content=None), name="uploaded_file_waits_or_is_done"
            ),
        ]

    def __str__(self) -> str:
        return self.name
