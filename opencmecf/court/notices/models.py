"""Notices as they were frozen, the mails that carry them, and the free looks that the mails give."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from opencmecf.court.cases.models import Case
from opencmecf.court.documents.models import Document
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class Sending(models.TextChoices):
    """When somebody is told."""

    PER_FILING = "per_filing", "Per filing"
    SUMMARY = "summary", "Daily summary report"


class MailFormat(models.TextChoices):
    """In which form somebody is told."""

    HTML = "html", "HTML"
    TEXT = "text", "Text"


class NoticeAddresses(GuardedQuerySet["NoticeAddress"]):
    """E-mail settings are there for the filer who has them, and for the court's staff."""

    def visible_to(self, actor: Actor) -> NoticeAddresses:
        """The settings of the actor's own account; staff see those of everybody at their court."""
        here = self.filter(account__court_id=actor.site)
        if actor.may(Permission.RECORD_RESTRICTED_READ):
            return here
        return here.filter(account=actor.court_account_id) if actor.court_account_id else self.none()


class NoticeAddress(models.Model):
    """An e-mail address of a filer and how it is told of filings (feature map 8.3).

    The primary address is the account's own, and has a row only where its settings are not the usual ones. A secondary
    one is told nothing until whoever reads that mailbox has confirmed it.
    """

    account = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="notice_addresses")
    address = models.TextField()
    receives = models.BooleanField(default=True)
    asks_before_free_look = models.BooleanField(default=True)
    sending = models.TextField(choices=Sending, default=Sending.PER_FILING)
    format = models.TextField(choices=MailFormat, default=MailFormat.HTML)
    confirmed_at = models.DateTimeField(null=True, help_text="Of a secondary address, from its own mailbox")

    objects = NoticeAddresses.as_manager()

    class Meta:
        db_table = "notice_address"
        constraints = [models.UniqueConstraint("account", Lower("address"), name="notice_address_once")]

    def __str__(self) -> str:
        return self.address


class Notices(GuardedQuerySet["FiledNotice"]):
    """A notice is there for court staff, and for the account that entered the transaction or in whose name that was."""

    def visible_to(self, actor: Actor) -> Notices:
        """The notices that `actor` may look at again."""
        here = self.filter(court_id=actor.site)
        if actor.may(Permission.RECORD_SEALED_READ):
            return here
        return here.filter(models.Q(entered_by=actor.owner) | models.Q(entered_for=actor.owner))


class ServiceList(models.Model):
    """Who was served: people as `json_form` writes them, under the hash of what they say. Never changed or deleted.

    The filings of a case share a list until somebody joins, leaves, or changes an address.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    people = models.JSONField()
    is_mailed = models.BooleanField(help_text="Whether anybody on it is told by e-mail")

    class Meta:
        db_table = "notice_service_list"

    def __str__(self) -> str:
        return self.hash


class CaseServiceList(models.Model):
    """The service list that a case had last, and what it was made of then; it counts while that is as it was."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="+")
    made_of = models.CharField(max_length=64, help_text="SHA-256 of all that the list depends on")
    list = models.ForeignKey(ServiceList, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "notice_case_service_list"

    def __str__(self) -> str:
        return f"service list of {self.case_id}"


class FiledNotice(models.Model):
    """The notice of one transaction, frozen with it: `facts` as `json_form` writes them.

    `lists` are the hashes of the service lists of its cases, in the order of the cases in `facts`.
    """

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    entered_by = models.TextField(help_text="`Actor.owner` of whoever entered it")
    entered_for = models.TextField(db_default="", help_text="`Actor.owner` of the one in whose name it was entered")
    facts = models.JSONField()
    lists = ArrayField(models.CharField(max_length=64), default=list)
    service_list_hash = models.CharField(max_length=64)
    is_sent = models.BooleanField(default=True, help_text="False for a sealed filing, of which nobody is told")
    frozen_at = models.DateTimeField(db_default=Now())

    objects = Notices.as_manager()

    class Meta:
        db_table = "notice"

    def __str__(self) -> str:
        return f"notice {self.pk} of {self.court_id}"


class Delivery(models.Model):
    """One mail to one address. Sent again after a crash, it carries the same Message-ID."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waiting"
        SUMMARY = "summary", "For the summary report"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused by the mail server"
        BOUNCED = "bounced", "Came back"
        WITHHELD = "withheld", "Withheld: closed before it was sent"

    notice = models.ForeignKey(FiledNotice, on_delete=models.PROTECT, related_name="deliveries")
    name = models.TextField()
    address = models.TextField()
    format = models.TextField(choices=MailFormat)
    asks_before_free_look = models.BooleanField()
    free_look_number = models.BigIntegerField(unique=True, help_text="magic_num in its links")
    message_id = models.TextField(unique=True)
    state = models.TextField(choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice_delivery"
        constraints = [models.UniqueConstraint("notice", Lower("address"), name="notice_delivery_once")]
        indexes = [models.Index(fields=["state", "made_at"], name="notice_delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.address}"


class FreeLook(models.Model):
    """That somebody has used the free look at one document of a notice."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="free_looks")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notice_free_look"
        constraints = [models.UniqueConstraint(fields=["delivery", "document"], name="free_look_once")]

    def __str__(self) -> str:
        return f"{self.delivery_id} saw {self.document_id}"
