"""What is kept of a card: the processor's token for it, its brand, last four digits and expiry. Never its number."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.access import Actor, GuardedQuerySet

MOST_CARDS = 3  # feature map 1.11


class FeeKind(models.TextChoices):
    """The fees that a card is the default for (feature map 1.11)."""

    PACER = "pacer", "PACER fees"
    FILING = "filing", "E-filing fees"
    ADMISSION = "admission", "Admissions fees"


class Outcome(models.TextChoices):
    """What the card processor answers; the labels are what the person reads."""

    APPROVED = "approved", "The card was accepted."
    DECLINED = "declined", "The card was declined by the bank that issued it."
    EXPIRED = "expired", "The card has expired."
    ADDRESS = "address", "The bank does not know the card under this address."
    CANCELLED = "cancelled", "You came back without giving a card."


class StoredCards(GuardedQuerySet["StoredCard"]):
    """Cards are there for the holder of their account alone; removed ones for nobody."""

    def visible_to(self, actor: Actor) -> StoredCards:
        """The actor's own cards."""
        return self.filter(account=actor.account_id, removed_at=None) if actor.account_id else self.none()


class StoredCard(models.Model):
    """A card that the processor keeps for an account, as "Manage My Stored Payment Information" shows it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cards")
    slot = models.PositiveSmallIntegerField(help_text="1 to 3: an account has no more cards")
    sealed_token = models.TextField(help_text="The processor's token, encrypted; empty once removed")
    brand = models.TextField()
    last_four = models.CharField(max_length=4)
    expires_year = models.PositiveSmallIntegerField()
    expires_month = models.PositiveSmallIntegerField()
    stored_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = StoredCards.as_manager()

    class Meta:
        db_table = "stored_card"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "slot"], condition=Q(removed_at__isnull=True), name="stored_card_one_in_a_slot"
            ),
            models.CheckConstraint(condition=Q(slot__range=(1, MOST_CARDS)), name="stored_card_at_most_three"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(sealed_token=""), name="stored_card_removed_has_no_token"
            ),
            models.CheckConstraint(condition=Q(last_four__regex=r"^[0-9]{4}$"), name="stored_card_last_four_digits"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The card as its holder knows it, such as `Visa ending in 4242`."""
        return f"{self.brand} ending in {self.last_four}"

    @property
    def expiry(self) -> str:
        """Month and year as they are printed on the card."""
        return f"{self.expires_month:02}/{self.expires_year}"


class CardDefault(models.Model):
    """Which of an account's cards is taken for a kind of fee, unless another one is chosen."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="card_defaults")
    kind = models.TextField(choices=FeeKind)
    card = models.ForeignKey(StoredCard, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        db_table = "card_default"
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="card_default_one_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.card_id}"


class CardRequests(GuardedQuerySet["CardRequest"]):
    """A visit to the processor is there for whoever began it."""

    def visible_to(self, actor: Actor) -> CardRequests:
        """The actor's own."""
        return self.filter(account=actor.account_id) if actor.account_id else self.none()


class CardRequest(models.Model):
    """One visit to the card processor's page, from setting out to the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="card_requests")
    outcome = models.TextField(choices=Outcome, default="", blank=True, help_text="Empty until the processor answers")
    card = models.ForeignKey(StoredCard, on_delete=models.SET_NULL, null=True)
    begun_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    objects = CardRequests.as_manager()

    class Meta:
        db_table = "card_request"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="card_request_answered_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
