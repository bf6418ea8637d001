"""Revisions of docket entries, and what the clerk's office made of each filing."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices.models import FiledNotice
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission, Restriction
from opencmecf.foundation.access.restriction import seen_by

_COURT = "entry__case__court_id"
_OF_THE_ENTRY = ("entry__restriction", "entry__text_restriction", "entry__case__restriction")


class EntryRevisions(GuardedQuerySet["EntryRevision"]):
    """A revision is there for whoever may read the entry and what this revision and every later one closes.

    What a later revision takes out of sight may stand in the words of an earlier one as well.
    """

    def visible_to(self, actor: Actor) -> EntryRevisions:
        """The revisions that `actor` may read."""
        later = EntryRevision.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
        closed = later.exclude(seen_by(actor, court=_COURT, restrictions=("restriction",)))
        seen = seen_by(actor, court=_COURT, restrictions=("restriction", *_OF_THE_ENTRY))
        return self.filter(seen).exclude(Exists(closed))


class EntryRevision(models.Model):
    """One correction of an entry. The entry says what its last revision says; the first began at what was filed.

    `before` and `after` hold what the correction changed, under the names of `rules.Said`. A revision is never changed:
    the database refuses it.
    """

    entry = models.ForeignKey(DocketEntry, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text="Counts the corrections of the entry from 1")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    author = models.TextField(help_text="The actor's label")
    author_name = models.TextField()
    restriction = models.TextField(choices=Restriction, help_text="Who may read what the entry said before")
    notice = models.ForeignKey(
        FiledNotice, on_delete=models.PROTECT, null=True, help_text="What the parties were told of it"
    )
    at = models.DateTimeField(db_default=Now())

    objects = EntryRevisions.as_manager()

    class Meta:
        db_table = "entry_revision"
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(restriction__in=Restriction.values), name="entry_revision_restriction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1) & ~models.Q(reason="") & ~models.Q(author=""),
                name="entry_revision_has_author_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of entry {self.entry_id}"


class FilingReviews(GuardedQuerySet["FilingReview"]):
    """What the clerk's office made of a filing is there for the clerk's office."""

    def visible_to(self, actor: Actor) -> FilingReviews:
        """The remarks on entries of the actor's own court that `actor` may see."""
        if not actor.may(Permission.DOCKET_ENTRY_CORRECT):
            return self.none()
        return self.filter(seen_by(actor, court=_COURT, restrictions=_OF_THE_ENTRY), entry__case__court_id=actor.site)


class FilingReview(models.Model):
    """That a clerk has looked at a filing. An entry without a row has not been looked at."""

    class State(models.TextChoices):
        """What came of it."""

        LOOKED_AT = "looked_at", "Looked at"
        CORRECTED = "corrected", "Corrected"
        QUESTION = "question", "Question"

    entry = models.OneToOneField(DocketEntry, on_delete=models.PROTECT, primary_key=True, related_name="review")
    state = models.TextField(choices=State)
    note = models.TextField(default="", blank=True, help_text="For the clerk's office alone")
    by = models.TextField(help_text="The actor's label")
    by_name = models.TextField()
    at = models.DateTimeField(db_default=Now())

    objects = FilingReviews.as_manager()

    class Meta:
        db_table = "filing_review"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["looked_at", "corrected", "question"]), name="filing_review_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="question") | ~models.Q(note=""), name="filing_review_says_its_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: entry {self.entry_id}"
