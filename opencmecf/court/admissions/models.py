"""Requests for admission and e-file registration, their papers, and the cases of accounts that are limited to some."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.intake.models import Upload
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission
from opencmecf.foundation.money import dollars


class State(models.TextChoices):
    """How an application stands; the words are those of the contract with the national layer."""

    DRAFT = "draft", "Being prepared"
    WAITING = "waiting", "Waiting for the clerk"
    ASKED = "asked", "Waiting for your answer"
    FEE_DUE = "fee_due", "Waiting for the fee"
    PAID = "paid", "Fee settled, waiting for the clerk"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class FeeMeans(models.TextChoices):
    """How a fee was settled."""

    CARD = "card", "card"
    CHECK = "check", "check"
    MONEY_ORDER = "money_order", "money order"
    CASH = "cash", "cash"
    OTHER = "other", "another means"
    WAIVED = "waived", "waived"


OPEN = (State.DRAFT, State.WAITING, State.ASKED, State.FEE_DUE, State.PAID)
AT_THE_CLERK = (State.WAITING, State.PAID)


class Applications(GuardedQuerySet["Application"]):
    """An application is there for whoever makes it, and once it is submitted for the court's clerks."""

    def visible_to(self, actor: Actor) -> Applications:
        """The actor's own applications at this court; for clerks, all that were submitted there."""
        here = self.filter(court_id=actor.site)
        if actor.may(Permission.ADMISSION_DECIDE):
            return here.filter(submitted_at__isnull=False)
        return here.filter(person=actor.person_id) if actor.person_id else self.none()


class Application(models.Model):
    """What somebody asks of the court: admission, or an account to file with.

    `choice` and the keys of `answers` are codes of the court's form, in the version that it was last saved with.
    `changes` counts the changes of state, so that the national layer knows which of two messages is the later one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    choice = models.TextField()
    choice_name = models.TextField(help_text="As the form called it")
    state = models.TextField(choices=State, default=State.DRAFT)
    answers = models.JSONField(default=dict)
    form_version = models.TextField()
    question = models.TextField(default="", blank=True, help_text="What the clerk has asked last")
    reason = models.TextField(default="", blank=True, help_text="Why it was rejected")
    fee_cents = models.PositiveIntegerField(default=0, help_text="What the clerk has started as fee")
    fee_key = models.UUIDField(null=True, unique=True, help_text="Under which the national layer knows the fee")
    fee_by_card = models.BooleanField(default=False, help_text="The national layer knows the fee, and takes cards")
    fee_means = models.TextField(choices=FeeMeans, default="", blank=True, help_text="Empty until it is settled")
    fee_receipt = models.TextField(default="", blank=True)
    fee_note = models.TextField(default="", blank=True, help_text="The card that has paid, or why it was waived")
    account = models.OneToOneField(CourtAccount, on_delete=models.PROTECT, null=True, related_name="application")
    changes = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_default=Now(), help_text="When the state became what it is")

    objects = Applications.as_manager()

    class Meta:
        db_table = "admission_application"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN), name="application_one_open"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED, account__isnull=False)
                | (~Q(state=State.APPROVED) & Q(account__isnull=True)),
                name="application_approved_has_account",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.DRAFT, State.WITHDRAWN)) | Q(submitted_at__isnull=False),
                name="application_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(fee_means__in=("", FeeMeans.WAIVED), fee_receipt="")
                | (~Q(fee_means__in=("", FeeMeans.WAIVED)) & ~Q(fee_receipt="")),
                name="application_paid_fee_has_receipt",
            ),
        ]
        indexes = [models.Index(fields=["court", "state", "submitted_at"], name="application_queue")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def chain(self) -> str:
        """The audit chain of this application."""
        return f"admission:{self.court_id}:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something can still become of it."""
        return self.state in OPEN

    @property
    def fee_in_words(self) -> str:
        """The fee and how it stands, as both sides read it; "" where none was started."""
        if not self.fee_cents:
            return ""
        amount = dollars(self.fee_cents)
        if self.fee_means == FeeMeans.WAIVED:
            return f"{amount}, waived: {self.fee_note}"
        if not self.fee_means:
            return f"{amount}, {'due' if self.is_open else 'not paid'}"
        note = f" ({self.fee_note})" if self.fee_note else ""
        return f"{amount}, paid by {self.get_fee_means_display()}{note}, receipt {self.fee_receipt}"


class ApplicationPaper(models.Model):
    """A PDF that belongs to an application; `code` is that of the court's form."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    code = models.TextField()
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="applications")

    class Meta:
        db_table = "admission_paper"
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="application_paper_once")]

    def __str__(self) -> str:
        return f"{self.code} of {self.application_id}"


class CaseAdmissions(GuardedQuerySet["CaseAdmission"]):
    """A case admission is there for the filer whose it is, and for the court's clerks."""

    def visible_to(self, actor: Actor) -> CaseAdmissions:
        """The actor's own admissions; all of the court for those who look after accounts."""
        if actor.may(Permission.FILER_MANAGE):
            return self.filter(account__court_id=actor.site)
        return self.filter(account=actor.court_account_id) if actor.court_account_id else self.none()


class CaseAdmission(models.Model):
    """That an account which is limited to cases may file in one of them, until the clerk ends it."""

    account = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="case_admissions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = CaseAdmissions.as_manager()

    class Meta:
        db_table = "case_admission"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "case"], condition=Q(ended_at__isnull=True), name="case_admission_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.case_id}"
