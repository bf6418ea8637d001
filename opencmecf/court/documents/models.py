"""Documents: one row for each document id of a court, whether its file is here or a docket only names it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Restriction
from opencmecf.foundation.access.restriction import seen_by


class Documents(GuardedQuerySet["Document"]):
    """A document is there where it is open itself, and an entry that is there holds it."""

    def visible_to(self, actor: Actor) -> Documents:
        """The documents that `actor` may see."""
        restrictions = ("restriction", "holdings__entry__restriction", "holdings__entry__case__restriction")
        seen = self.model._default_manager.filter(
            seen_by(actor, court="court_id", restrictions=restrictions), holdings__isnull=False
        )
        return self.filter(pk__in=seen.values("pk"))


class Document(models.Model):
    """One document.

    `prefix` and `number` are its classic id ("051", 20000101: "051020000101"); one document may stand in several
    dockets. Courts of before 2010 named documents by `dm_id` alone; those have a number that was made here.

    `sha256` names its file in the store, and is empty while a docket only names the document. `pages` and `bytes` are
    what a docket said until then, and afterwards those of the file. A document that was replaced stays as it was filed,
    for whoever may see it, and no entry holds it.
    """

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    prefix = models.CharField(max_length=3)
    number = models.BigIntegerField()
    has_made_number = models.BooleanField(default=False)
    dm_id = models.TextField(default="", blank=True)
    pages = models.PositiveIntegerField(null=True)
    bytes = models.BigIntegerField(null=True)
    restriction = models.TextField(choices=Restriction, default=Restriction.PUBLIC)
    sha256 = models.CharField(max_length=64, default="", blank=True, help_text="Of the file in the store")
    media_type = models.TextField(default="", blank=True, help_text="application/pdf")
    file_name = models.TextField(default="", blank=True, help_text="What the file was called where it came from")
    unbalanced_pages = models.JSONField(
        null=True,
        help_text="Of the file: what to undo after a page, see stamp/balance.py; null until looked at",
    )
    replaced_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces", help_text="What stands in its place now"
    )
    stored_at = models.DateTimeField(null=True)
    stored_by = models.TextField(default="", blank=True, help_text="The label of the actor who stored the file")
    added_at = models.DateTimeField(db_default=Now())

    objects = Documents.as_manager()

    class Meta:
        db_table = "document"
        constraints = [
            models.UniqueConstraint(fields=["court", "prefix", "number"], name="document_number_unique_at_court"),
            models.CheckConstraint(
                condition=models.Q(restriction__in=Restriction.values), name="document_restriction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256="", stored_at=None)
                | models.Q(
                    sha256__regex=r"^[0-9a-f]{64}$",
                    bytes__isnull=False,
                    pages__isnull=False,
                    media_type__gt="",
                    stored_at__isnull=False,
                    stored_by__gt="",
                ),
                name="document_file_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None) | ~models.Q(replaced_by=models.F("id")),
                name="document_not_replaced_by_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["court", "dm_id"], name="document_by_dm_id", condition=~models.Q(dm_id="")),
            models.Index(
                fields=["court"], name="document_restricted", condition=~models.Q(restriction=Restriction.PUBLIC)
            ),
            models.Index(fields=["sha256"], name="document_by_file", condition=~models.Q(sha256="")),
        ]

    def __str__(self) -> str:
        return self.document_id

    @property
    def document_id(self) -> str:
        """The classic id of the document's menu; with 1 as fourth digit it names the document alone."""
        return f"{self.prefix}0{self.number}"

    @property
    def has_file(self) -> bool:
        """Whether the file is here, and not only the name of the document."""
        return bool(self.sha256)

    @property
    def chain(self) -> str:
        """The audit chain of the document."""
        return f"document:{self.court_id}:{self.document_id}"
