"""What is kept of cards, of payments by card, and of the fees that courts ask for.

Of a card that is the processor's token for it, its brand, last four digits and expiry. Never its number.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission
from opencmecf.foundation.money import dollars

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
    LAPSED = "lapsed", "The card processor’s page was left open for too long."


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


class FeeState(models.TextChoices):
    """How a fee stands that a court asks for; the words are those of the contract with the courts."""

    DUE = "due", "Due"
    PAID = "paid", "Paid by card"
    CLOSED = "closed", "Not due any more"


class CourtFees(GuardedQuerySet["CourtFee"]):
    """A fee is there for the holder of the account that it is asked of."""

    def visible_to(self, actor: Actor) -> CourtFees:
        """The actor's own, and those of accounts that were merged into it."""
        return self.filter(_own(actor)) if actor.account_id else self.none()


class CourtFee(models.Model):
    """A fee that a court asks of somebody, as the court has told of it; it never becomes another amount.

    A closed one stays closed, so that a message of the court that comes late cannot open it again.
    """

    id = models.UUIDField(primary_key=True, help_text="The court's own key")
    court_id = models.CharField(max_length=10)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="court_fees")
    what = models.TextField(help_text="What it is for, in the court's words")
    amount_cents = models.PositiveIntegerField()
    path = models.TextField(help_text="The page at the court that the fee belongs to")
    state = models.TextField(choices=FeeState, default=FeeState.DUE)
    told_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = CourtFees.as_manager()

    class Meta:
        db_table = "court_fee"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FeeState.values), name="court_fee_state_known"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="court_fee_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(state=FeeState.DUE, ended_at__isnull=True)
                | (~Q(state=FeeState.DUE) & Q(ended_at__isnull=False)),
                name="court_fee_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.court_id}"

    @property
    def amount(self) -> str:
        """The amount as people read it."""
        return dollars(self.amount_cents)

    @property
    def payment(self) -> Payment | None:
        """The payment that has paid it, or None."""
        return self.payments.select_related("account", "fee").filter(outcome=Outcome.APPROVED).first()

    def told_to_court(self) -> dict[str, Any]:
        """How it stands, as the court is told: its state, and with `paid` the amount, the receipt and the card."""
        payment = self.payment
        return {"state": self.state, **(payment.told_to_court() if payment else {})}

    @property
    def court_name(self) -> str:
        """The court that asks for it."""
        return reference.court(self.court_id).name


class Payments(GuardedQuerySet["Payment"]):
    """A payment is there for whoever has made it, and for the service center."""

    def visible_to(self, actor: Actor) -> Payments:
        """The actor's own and those of accounts that were merged into it; all of them for the service center."""
        if actor.may(Permission.ACCOUNT_LOOK):
            return self
        return self.filter(_own(actor)) if actor.account_id else self.none()


class Payment(models.Model):
    """One payment by card, from setting out to what the processor has answered; its amount never changes.

    `key` is ours, and the processor's as well: announced twice it is one payment. As long as there is no outcome, the
    processor may be asked, and only what it says itself becomes one. `pk` is the number in the receipt.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    kind = models.TextField(choices=FeeKind)
    fee = models.ForeignKey(CourtFee, on_delete=models.PROTECT, null=True, related_name="payments")
    amount_cents = models.PositiveIntegerField()
    outcome = models.TextField(choices=Outcome, default="", blank=True, help_text="Empty until the processor answers")
    card = models.TextField(default="", blank=True, help_text="The card that was used, as its holder knows it")
    begun_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    objects = Payments.as_manager()

    class Meta:
        db_table = "payment"
        indexes = [models.Index(fields=["account", "-begun_at"], name="payment_of_account")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="payment_answered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(kind=FeeKind.PACER, fee__isnull=True) | ~Q(kind=FeeKind.PACER) & Q(fee__isnull=False),
                name="payment_of_a_court_has_fee",
            ),
            models.UniqueConstraint(
                fields=["fee"], condition=Q(outcome__in=["", "approved"]), name="payment_fee_paid_once"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(kind="pacer", outcome=""), name="payment_one_of_pacer_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}, {self.get_kind_display()}"

    @property
    def amount(self) -> str:
        """The amount as people read it."""
        return dollars(self.amount_cents)

    @property
    def payer(self) -> Account:
        """The account whose holder is written to: the one that stays, where the payment's own was merged into it."""
        return self.account.merged_into or self.account

    @property
    def is_open(self) -> bool:
        """Whether the processor has not said yet what became of it."""
        return not self.outcome

    @property
    def is_paid(self) -> bool:
        """Whether the money was taken."""
        return self.outcome == Outcome.APPROVED

    @property
    def outcome_in_words(self) -> str:
        """What became of it where it was not paid, as its maker reads it."""
        return "The payment was not made." if self.outcome == Outcome.CANCELLED else self.get_outcome_display()

    @property
    def what(self) -> str:
        """What was paid for, in a line."""
        return f"{self.fee.what}, {self.fee.court_name}" if self.fee else "PACER fees"

    @property
    def receipt(self) -> str:
        """The number of the receipt, such as AFLSDC-00000231 for a fee of that court; "" before it is paid."""
        if not self.is_paid:
            return ""
        return f"{f'A{self.fee.court_id.upper()}C' if self.fee else 'PSC'}-{self.pk:08}"

    def told_to_court(self) -> dict[str, Any]:
        """What the court is told of a payment that was made."""
        return {"amount_cents": self.amount_cents, "receipt": self.receipt, "card": self.card}


def _own(actor: Actor) -> Q:
    return Q(account=actor.account_id) | Q(account__merged_into=actor.account_id)
