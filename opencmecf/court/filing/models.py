"""Drafts of filings, and what was typed into one after its session had ended."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing.content import Step
from opencmecf.court.intake.models import Upload
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission

STEPS = [(step.value, step.value) for step in Step]


class State(models.TextChoices):
    """What has become of a draft."""

    OPEN = "open", "Being prepared"
    SUBMITTED = "submitted", "Filed"
    DISCARDED = "discarded", "Discarded"


class Drafts(GuardedQuerySet["Draft"]):
    """A draft is there for the court account with which it was begun, whatever login stands behind that, and for nobody
    else: not for other counsel, and not for the court.
    """

    def visible_to(self, actor: Actor) -> Drafts:
        """The actor's own drafts at this court."""
        if not actor.may(Permission.DOCUMENT_FILE):
            return self.none()
        return self.filter(court_id=actor.site, owner=actor.owner)


class Draft(models.Model):
    """A filing that is being prepared.

    Its id is the key of the filing: submitted twice, it is one filing. `content` is `filing.content.Content` as JSON.
    `revision` counts savings, so that a page that was opened before another saving cannot undo it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    owner = models.TextField(help_text="`Actor.owner` of whoever began it, or whom it was handed over to")
    prepared_by = models.TextField(default="", blank=True, help_text="Who has handed it over to the filer")
    for_attorney = models.ForeignKey(
        CourtAccount, on_delete=models.PROTECT, null=True, related_name="+", help_text="Who signs: the filer's account"
    )
    state = models.TextField(choices=State, default=State.OPEN)
    step = models.TextField(choices=STEPS, default=Step.EVENTS.value, help_text="Where its owner goes on")
    content = models.JSONField(default=dict)
    dictionary_version = models.TextField(help_text="Of the events that it was last saved with")
    revision = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())

    objects = Drafts.as_manager()

    class Meta:
        db_table = "filing_draft"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="draft_state_known"),
            models.CheckConstraint(condition=~models.Q(owner=""), name="draft_has_owner"),
        ]
        indexes = [models.Index(fields=["court", "owner", "state", "-saved_at"], name="draft_by_owner")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def chain(self) -> str:
        """The audit chain of the draft and of the filing that it becomes."""
        return f"draft:{self.court_id}:{self.pk}"


class DraftFile(models.Model):
    """That a draft being prepared holds an upload, so that the upload is not swept away while the draft waits."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="drafts")

    class Meta:
        db_table = "filing_draft_file"
        constraints = [models.UniqueConstraint(fields=["draft", "upload"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} in {self.draft_id}"


class LateForm(models.Model):
    """A step that was sent after the session had ended, kept until its sender has signed in again.

    `key_fingerprint` is that of a key in the sender's browser: from no other browser can anything be put into a draft.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE)
    step = models.TextField(choices=STEPS)
    key_fingerprint = models.CharField(max_length=64, unique=True)
    fields = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "filing_late_form"
        constraints = [models.UniqueConstraint(fields=["draft", "step"], name="late_form_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.step}"
