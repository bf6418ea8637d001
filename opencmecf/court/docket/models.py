"""The docket of a case: its entries and the documents that they hold.

Columns ending in `_runs` hold text with marks and links as `json_form` writes it, and are null where the words alone
say everything.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from opencmecf.court.cases.models import Case
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Restriction
from opencmecf.foundation.access.restriction import seen_by


class Dockets(GuardedQuerySet["Docket"]):
    """The docket of a sealed case is not there for whoever may not see the case."""

    def visible_to(self, actor: Actor) -> Dockets:
        """The dockets that `actor` may see."""
        return self.filter(seen_by(actor, court="case__court_id", restrictions=("case__restriction",)))


class Docket(models.Model):
    """How the docket of a case was printed, where it was taken over: its column headings and loose lines."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="docket")
    columns = ArrayField(models.TextField(), default=list, blank=True)
    has_blank_above_caption = models.BooleanField(default=False)
    has_blank_first_row = models.BooleanField(default=False)
    lists_documents = models.BooleanField(default=False, help_text="The page listed the documents of each entry")
    notes = models.JSONField(default=list)
    sheet_hash = models.CharField(max_length=64, default="", help_text="SHA-256 of the sheet that was last taken over")
    rows_form = models.SmallIntegerField(default=0, help_text="The form of `row_html` of its entries; others are stale")

    objects = Dockets.as_manager()

    class Meta:
        db_table = "docket"

    def __str__(self) -> str:
        return f"docket of {self.case_id}"


class TakenOver(models.Model):
    """A file that was imported, so that a second run passes over it quickly."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="taken_over")
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the reader's version and the file")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "docket_taken_over"
        constraints = [models.UniqueConstraint(fields=["court", "fingerprint"], name="taken_over_once")]

    def __str__(self) -> str:
        return self.fingerprint


class DocketEntries(GuardedQuerySet["DocketEntry"]):
    """A sealed entry is not there for whoever may not see it."""

    def visible_to(self, actor: Actor) -> DocketEntries:
        """The entries that `actor` may see. Their text may be hidden all the same; `queries` leaves it out."""
        return self.filter(seen_by(actor, court="case__court_id", restrictions=("restriction", "case__restriction")))

    def with_text_visible_to(self, actor: Actor) -> DocketEntries:
        """The entries whose text `actor` may read: what a search in texts looks through."""
        return self.visible_to(actor).filter(
            seen_by(actor, court="case__court_id", restrictions=("text_restriction", "case__restriction"))
        )


class DocketEntry(models.Model):
    """One entry.

    `order` counts from 0 without gaps. `number` is as printed, null for an unnumbered entry; a number that an old
    docket printed twice has `repeat` 1 the second time. `de_seq_num` is the court's own sequence number of the entry,
    or one that was made here, and never changes. `text_restriction` hides the text of an entry that is there.

    `known_as` are the marks by which a sheet names an entry without a number that was corrected here, see `merging`.

    `row_html` is written together with what it shows; the database empties it when any of that changes without it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    order = models.IntegerField()
    de_seq_num = models.BigIntegerField()
    has_made_seq_num = models.BooleanField(default=False)
    number = models.TextField(null=True)  # noqa: DJ001 - no number is not an empty one
    number_value = models.BigIntegerField(null=True, help_text="The number, for ranges")
    repeat = models.SmallIntegerField(default=0)
    date_filed = models.DateField(null=True)
    date_entered = models.DateField(null=True)
    time_entered = models.TextField(default="", blank=True, help_text="hh:mm:ss as printed")
    words = models.TextField(default="", blank=True)
    words_runs = models.JSONField(null=True)
    known_as = ArrayField(models.CharField(max_length=64), null=True, help_text="Hashes of its former dates and words")
    link = models.JSONField(null=True, help_text="Where the number leads")
    printed = models.JSONField(null=True, help_text="What else the row shows: note, checkbox, size, documents")
    row_html = models.TextField(default="", blank=True, help_text="The row for readers who see all of it; empty: none")
    restriction = models.TextField(choices=Restriction, default=Restriction.PUBLIC)
    text_restriction = models.TextField(choices=Restriction, default=Restriction.PUBLIC)
    added_at = models.DateTimeField(db_default=Now())

    objects = DocketEntries.as_manager()

    class Meta:
        db_table = "docket_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "order"], name="docket_entry_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["case", "number", "repeat"], name="docket_entry_number_unique_in_case"),
            models.UniqueConstraint(fields=["case", "de_seq_num"], name="docket_entry_sequence_unique_in_case"),
            models.CheckConstraint(
                condition=models.Q(restriction__in=Restriction.values, text_restriction__in=Restriction.values),
                name="docket_entry_restriction_known",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "date_filed", "order"], name="docket_entry_by_date_filed"),
            models.Index(fields=["case", "date_entered", "order"], name="docket_entry_by_date_entered"),
            models.Index(fields=["case", "number_value"], name="docket_entry_by_number"),
            models.Index(
                fields=["case"], name="docket_entry_restricted", condition=~models.Q(restriction=Restriction.PUBLIC)
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number or self.de_seq_num} of {self.case_id}"


class EntryDocuments(GuardedQuerySet["EntryDocument"]):
    """A document of an entry is there when the case, the entry and the document are."""

    def visible_to(self, actor: Actor) -> EntryDocuments:
        """The documents of entries that `actor` may see."""
        restrictions = ("document__restriction", "entry__restriction", "entry__case__restriction")
        return self.filter(seen_by(actor, court="entry__case__court_id", restrictions=restrictions))


class EntryDocument(models.Model):
    """That an entry holds a document: 0 is the main document, 1 and more its attachments."""

    entry = models.ForeignKey(DocketEntry, on_delete=models.PROTECT, related_name="holdings")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="holdings")
    attachment_number = models.IntegerField()
    description = models.TextField(default="", blank=True)
    is_linked = models.BooleanField(default=True, help_text="False where the docket names the document without a link")

    objects = EntryDocuments.as_manager()

    class Meta:
        db_table = "docket_entry_document"
        constraints = [
            models.UniqueConstraint(fields=["entry", "attachment_number"], name="entry_document_number_once"),
            models.CheckConstraint(
                condition=models.Q(attachment_number__gte=0), name="entry_document_number_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}-{self.attachment_number}"


class OpenDelivery(models.Model):
    """A long report that is charged and on its way. It goes when the last row is sent.

    When the connection breaks, it stays, and the same report asked for again is not charged a second time. One that is
    on its way pays for no other one; `times` counts how often it was begun for the one charge.
    """

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    account_number = models.CharField(max_length=7)
    wanted = models.CharField(max_length=64, help_text="SHA-256 of the case and of everything that was asked for")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT)
    began_at = models.DateTimeField(db_default=Now())
    broke_off_at = models.DateTimeField(null=True, help_text="Null while it is on its way, and where a process died")
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "docket_open_delivery"
        indexes = [models.Index(fields=["court", "account_number", "wanted"], name="open_delivery_wanted")]

    def __str__(self) -> str:
        return f"delivery of {self.charge_id}"
