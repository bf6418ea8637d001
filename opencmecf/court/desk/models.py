"""What filers have changed at PACER, as it has arrived at this court."""

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
