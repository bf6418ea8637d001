"""Letters that bring a token, and the batches in which they are printed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission


class LetterBatches(GuardedQuerySet["LetterBatch"]):
    """Batches are there for whoever sends letters."""

    def visible_to(self, actor: Actor) -> LetterBatches:
        """All of them to the service center."""
        return self.all() if actor.may(Permission.LETTER_SEND) else self.none()


class LetterBatch(models.Model):
    """Letters that were printed together."""

    made_at = models.DateTimeField(db_default=Now())
    made_by = models.TextField(help_text="The actor's label")
    sent_at = models.DateTimeField(null=True, help_text="When they were put into the mail")

    objects = LetterBatches.as_manager()

    class Meta:
        db_table = "activation_letter_batch"

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Letters(GuardedQuerySet["Letter"]):
    """A letter is there for whom it is written to, and for the service center."""

    def visible_to(self, actor: Actor) -> Letters:
        """The actor's own, or all of them."""
        if actor.may(Permission.LETTER_SEND):
            return self.all()
        return self.filter(account=actor.account_id) if actor.account_id else self.none()


class Letter(models.Model):
    """One letter to the holder of an account. The token itself is kept, encrypted, only until the letter is sent."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="letters")
    token_fingerprint = models.CharField(max_length=64, help_text="Keyed hash, by which a typed token is known")
    sealed_token = models.TextField(help_text="Empty once the letter is sent, used or void")
    written_at = models.DateTimeField(db_default=Now())
    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, null=True, related_name="letters")
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="Used, or made void by another letter or a card")

    objects = Letters.as_manager()

    class Meta:
        db_table = "activation_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="activation_letter_one_open"
            ),
            models.CheckConstraint(
                condition=Q(sealed_token="") | Q(sent_at__isnull=True, ended_at__isnull=True),
                name="activation_letter_sent_has_no_token",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(batch__isnull=False), name="activation_letter_sent_in_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"letter to {self.account_id}"
