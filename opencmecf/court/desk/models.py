"""What filers have changed at PACER, as it has arrived at this court; what clerks are written about."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opencmecf.court.desk.rules import FACTS
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class ChangeState(models.TextChoices):
    """What became of a change at this court; the words are those of the contract with the national layer."""

    WAITING = "waiting", "Waiting for the clerk"
    APPLIED = "applied", "Applied"
    REJECTED = "rejected", "Rejected"
    SUPERSEDED = "superseded", "Overtaken by a later change"


class ContactChanges(GuardedQuerySet["ContactChange"]):
    """Changes are there for the court's clerks."""

    def visible_to(self, actor: Actor) -> ContactChanges:
        """Those of the actor's own court."""
        return self.filter(court=actor.site) if actor.may(Permission.FILER_MANAGE) else self.none()


class ContactChange(models.Model):
    """A change of name, address, telephone or e-mail that somebody has made in Manage My Account.

    `after` holds the changed facts alone, by the names of the columns of `CourtAccount`; `before` what the court had
    when the change came. Changes of one account follow each other by `sequence`, whatever order they arrive in.
    """

    change_id = models.UUIDField()
    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    court_account = models.ForeignKey(CourtAccount, on_delete=models.PROTECT, related_name="contact_changes")
    account_number = models.CharField(max_length=7)
    sequence = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    state = models.TextField(choices=ChangeState, default=ChangeState.WAITING)
    reason = models.TextField(default="", help_text="Why it was rejected")
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=Now())

    objects = ContactChanges.as_manager()

    class Meta:
        db_table = "court_contact_change"
        constraints = [
            models.UniqueConstraint(fields=["court", "change_id"], name="court_contact_change_once"),
            models.CheckConstraint(
                condition=models.Q(state=ChangeState.WAITING, decided_at__isnull=True)
                | (~models.Q(state=ChangeState.WAITING) & models.Q(decided_at__isnull=False)),
                name="court_contact_change_decided",
            ),
        ]
        indexes = [models.Index(fields=["court", "state", "received_at"], name="court_contact_change_queue")]

    def __str__(self) -> str:
        return str(self.change_id)

    @property
    def fields_in_words(self) -> str:
        """What the change is about, such as `City, E-mail address`."""
        return ", ".join(label for name, label in FACTS.items() if name in self.after)


class ClerkMail(models.TextChoices):
    """What a clerk is written about the court's queues."""

    USUAL = "usual", "A summary each morning; and each request at once, where the court has chosen that"
    SUMMARY = "summary", "The summary each morning alone"
    NONE = "none", "Nothing"


class ClerkPreferences(GuardedQuerySet["ClerkPreference"]):
    """A preference is there for the clerk who has it."""

    def visible_to(self, actor: Actor) -> ClerkPreferences:
        """The actor's own."""
        return self.filter(account=actor.court_account_id) if actor.court_account_id else self.none()


class ClerkPreference(models.Model):
    """What one clerk wants to be written about; without a row, the usual."""

    account = models.OneToOneField(
        CourtAccount, on_delete=models.CASCADE, primary_key=True, related_name="clerk_preference"
    )
    mail = models.TextField(choices=ClerkMail, default=ClerkMail.USUAL)

    objects = ClerkPreferences.as_manager()

    class Meta:
        db_table = "court_clerk_preference"
        constraints = [
            models.CheckConstraint(condition=models.Q(mail__in=ClerkMail.values), name="clerk_preference_known")
        ]

    def __str__(self) -> str:
        return self.mail


class QueueMail(models.Model):
    """That the clerks were written about something, so that a job that runs twice writes once."""

    court = models.ForeignKey(Court, on_delete=models.CASCADE)
    what = models.TextField(help_text="A request and the count of its changes, a change of PACER, or a day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court_queue_mail"
        constraints = [models.UniqueConstraint(fields=["court", "what"], name="court_queue_mail_once")]

    def __str__(self) -> str:
        return f"{self.court_id} {self.what}"
