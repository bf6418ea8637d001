"""Receipts of accepted filings, certificates of attempts that came to nothing, and the keys that sign both."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.models import Document
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class CourtKey(models.Model):
    """A key with which a court signs. It is never deleted: old receipts are verified with it."""

    kid = models.CharField(max_length=64, primary_key=True, help_text="Its thumbprint (RFC 7638)")
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    public = models.JSONField(help_text="As a JSON Web Key")
    sealed_private = models.TextField()
    since = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "court_key"
        constraints = [
            models.UniqueConstraint(
                fields=["court"], condition=models.Q(retired_at__isnull=True), name="court_key_one_signs"
            )
        ]

    def __str__(self) -> str:
        return f"{self.court_id} {self.kid}"


class Receipts(GuardedQuerySet["Receipt"]):
    """A receipt is there for the account that filed, for the one in whose name that was, and for those at the court who
    may see everything.
    """

    def visible_to(self, actor: Actor) -> Receipts:
        """Those of the actor's account, and all of their court for those who may see sealed things."""
        here = self.filter(court_id=actor.site)
        if actor.may(Permission.RECORD_SEALED_READ):
            return here
        own = models.Q(filed_by=actor.owner) | models.Q(filed_for=actor.owner)
        return here.filter(own) if not actor.is_anonymous else self.none()


class Receipt(models.Model):
    """An accepted filing. `key` is that of its draft: however often it is submitted, there is one receipt."""

    key = models.UUIDField(primary_key=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    filed_by = models.TextField(help_text="`Actor.owner` of whoever filed")
    filed_for = models.TextField(db_default="", help_text="`Actor.owner` of the one in whose name it was filed")
    accepted_at = models.DateTimeField()
    facts = models.JSONField(help_text="What the signature covers")
    signature = models.TextField(help_text="A detached JSON Web Signature (RFC 7515, appendix F)")
    notice = models.OneToOneField(FiledNotice, on_delete=models.PROTECT, related_name="receipt")
    dictionary_version = models.TextField()

    objects = Receipts.as_manager()

    class Meta:
        db_table = "filing_receipt"
        indexes = [
            models.Index(fields=["court", "filed_by", "-accepted_at"], name="receipt_by_filer"),
            models.Index(fields=["court", "filed_for", "-accepted_at"], name="receipt_by_principal"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class ReceiptEntry(models.Model):
    """The entry that a filing made in one case, chained to the one that was filed there before."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    entry = models.OneToOneField(DocketEntry, on_delete=models.PROTECT, related_name="filed_as")
    place = models.PositiveIntegerField(help_text="Counts the filings of the case from 1")
    previous = models.CharField(max_length=64, help_text="`hash` of the filing before; zeros for the first")
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "filing_receipt_entry"
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="receipt_entry_place_once"),
            models.UniqueConstraint(fields=["receipt", "case"], name="receipt_entry_case_once"),
        ]

    def __str__(self) -> str:
        return f"filing {self.place} of case {self.case_id}"


class Stamp(models.Model):
    """The electronic document stamp of a filed document: 0 is the main document of its filing."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="stamp")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="stamps")
    key = models.ForeignKey(CourtKey, on_delete=models.PROTECT)
    text = models.TextField(help_text="As notices print it")

    class Meta:
        db_table = "document_stamp"

    def __str__(self) -> str:
        return self.text


class Attempts(GuardedQuerySet["Attempt"]):
    """An attempt is there for the account that made it, for the one in whose name that was, and for those at the court
    who may see everything.
    """

    def visible_to(self, actor: Actor) -> Attempts:
        """The actor's own attempts; those of everybody at their court for those who may see sealed things."""
        here = self.filter(court_id=actor.site)
        if actor.may(Permission.RECORD_SEALED_READ):
            return here
        own = models.Q(made_by=actor.owner) | models.Q(made_for=actor.owner)
        return here.filter(own) if not actor.is_anonymous else self.none()


class Attempt(models.Model):
    """That somebody tried to file, when, what, and why it was not accepted: what rule 6(a)(3) motions rest on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    made_by = models.TextField(help_text="`Actor.owner` of whoever tried")
    made_for = models.TextField(db_default="", help_text="`Actor.owner` of the one in whose name it was tried")
    draft_key = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    is_technical = models.BooleanField(help_text="The system failed, and not the filing")
    facts = models.JSONField()
    signature = models.TextField()

    objects = Attempts.as_manager()

    class Meta:
        db_table = "filing_attempt"
        indexes = [models.Index(fields=["court", "draft_key", "-at"], name="attempt_by_draft")]

    def __str__(self) -> str:
        return f"attempt of {self.made_by}"
