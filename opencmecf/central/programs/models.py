"""Programs of others, as their makers have registered them."""

from __future__ import annotations

import json

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import Client
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission
from opencmecf.foundation.secrets import fingerprint

LONGEST_NAME = 60
LONGEST_PURPOSE = 500
LONGEST_ADDRESS = 300
LONGEST_REASON = 300
SHOWN_TO_PEOPLE = ("name", "publisher", "web_site", "purpose")
DECIDED_ABOUT = (
    *SHOWN_TO_PEOPLE,
    "contact",
    "redirect_uris",
    "post_logout_redirect_uris",
    "backchannel_logout_uri",
    "scope",
)


class ProgramState(models.TextChoices):
    """How a program stands with the service center."""

    REQUESTED = "requested", "Waits for a decision"
    APPROVED = "approved", "Approved"
    STOPPED = "stopped", "Stopped"


class Programs(GuardedQuerySet["Program"]):
    """Programs are there for those who registered them and for whoever decides about them."""

    def visible_to(self, actor: Actor) -> Programs:
        """Every program for the service center, the actor's own for anybody else."""
        if actor.may(Permission.PROGRAM_DECIDE):
            return self.all()
        return self.of(actor.account_id) if actor.account_id else self.none()

    def of(self, account_id: int) -> Programs:
        """Those that an account has registered, or one that was merged into it: somebody must answer for them."""
        return self.filter(Q(owner=account_id) | Q(owner__merged_into=account_id))


class Program(models.Model):
    """One program. What is in force is kept with the client of Central Sign-On and in `in_force`.

    The other columns say what the maker asks for. After a change they differ until the service center has agreed.
    """

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT)
    name = models.CharField(max_length=LONGEST_NAME)
    publisher = models.CharField(max_length=LONGEST_NAME, help_text="The person or firm that answers for it")
    web_site = models.CharField(max_length=LONGEST_ADDRESS)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    contact = models.EmailField(help_text="For the service center; nobody else sees it")
    redirect_uris = ArrayField(models.CharField(max_length=LONGEST_ADDRESS))
    post_logout_redirect_uris = ArrayField(models.CharField(max_length=LONGEST_ADDRESS), default=list)
    backchannel_logout_uri = models.CharField(max_length=LONGEST_ADDRESS, default="", blank=True)
    scope = models.TextField()
    state = models.TextField(choices=ProgramState, default=ProgramState.REQUESTED)
    in_force = models.JSONField(default=dict, help_text="What people are told of it, as the service center approved it")
    registered_at = models.DateTimeField(db_default=Now())
    asked_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=LONGEST_REASON, default="", blank=True)
    secret_made_at = models.DateTimeField(null=True)

    objects = Programs.as_manager()

    class Meta:
        db_table = "program"
        indexes = [models.Index(fields=["owner", "registered_at"]), models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(redirect_uris__len__gt=0), name="program_has_redirect"),
            models.CheckConstraint(
                condition=~Q(state=ProgramState.APPROVED) | ~Q(in_force={}), name="program_approved_is_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_of(self, account_id: int | None) -> bool:
        """Whether that account answers for it, as `Programs.of` has it."""
        return account_id is not None and account_id in (self.owner_id, self.owner.merged_into_id)

    @property
    def asked_for(self) -> str:
        """A fingerprint of all that the maker asks for: another one after every change of it."""
        return fingerprint(json.dumps([getattr(self, name) for name in DECIDED_ABOUT]))

    @property
    def is_answered(self) -> bool:
        """Whether people can sign in to it now; also while a change of an approved program waits."""
        return self.client.stopped_at is None
