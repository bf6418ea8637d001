"""PACER accounts: people (and, rarely, groups) who sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now

from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import ClientCodeRule, rule_in
from opencmecf.foundation.database.prepared import Prepared


class AccountClass(models.TextChoices):
    """What an account is for (feature map 1.1)."""

    CASE_SEARCH = "case_search", "PACER – Case Search Only"
    ATTORNEY_FILER = "attorney_filer", "Attorney Filers for CM/ECF"
    NON_ATTORNEY_FILER = "non_attorney_filer", "Non-Attorney Filers for CM/ECF"
    FIRM = "firm", "Group Billing (PACER Administrative Account)"


class AccountType(models.TextChoices):
    """Before or after the upgrade that Central Sign-On asks for; the labels are those of Manage My Account."""

    LEGACY = "legacy", "Legacy PACER Account"
    UPGRADED = "upgraded", "Upgraded PACER Account"


class AccountStatus(models.TextChoices):
    """Whether the account can be signed in to."""

    PENDING = "pending", "Waiting for e-mail confirmation"
    HELD = "held", "Review registration hold"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    DISABLED = "disabled", "Disabled"
    CLOSED = "closed", "Closed: merged into another account"


class Activation(models.TextChoices):
    """How somebody who registers wants case search to be activated (feature map 1.1)."""

    CARD = "card", "With a card, at once"
    LETTER = "letter", "With a token that comes by U.S. mail, in 7 to 10 business days"


class ActivatedBy(models.TextChoices):
    """What active case search rests on."""

    NOTHING = "", "Active from the beginning"
    CARD = "card", "A card"
    TOKEN = "token", "The token of a letter"
    FIRM = "firm", "The firm that pays"
    SERVICE_CENTER = "service_center", "The PACER Service Center"


class Mailbox(models.Func):
    """`Account.mailbox` as the database makes it of an e-mail address; `rules.comparable_email` says the same."""

    template = (
        "(replace(split_part(split_part(lower(%(expressions)s), '@', 1), '+', 1), '.', '')"
        " || '@' || split_part(lower(%(expressions)s), '@', 2))"
    )
    output_field = models.TextField()


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    def by_username(self, username: str) -> Account | None:
        """The account of `username`, in whatever case it was typed, or None."""
        return None if "\0" in username else _by_username.first(username=username.strip().lower())


_by_username: Prepared[Account] = Prepared(
    lambda username: Account.objects.alias(lower=Lower("username")).filter(lower=username)
)


class Account(AbstractBaseUser):
    """One PACER account."""

    number = models.CharField(max_length=7, unique=True, help_text="Seven digits, given at registration")
    username = models.CharField(max_length=45)
    account_class = models.TextField(choices=AccountClass)
    account_type = models.TextField(choices=AccountType, default=AccountType.UPGRADED)
    status = models.TextField(choices=AccountStatus, default=AccountStatus.PENDING)
    case_search = models.TextField(choices=CaseSearch, default=CaseSearch.PENDING_TOKEN)
    activated_by = models.TextField(choices=ActivatedBy, default=ActivatedBy.NOTHING, blank=True)
    activation = models.TextField(choices=Activation, default=Activation.LETTER, help_text="As registered for")
    is_shared = models.BooleanField(default=False, help_text="Used by a group: may view, may never file")
    is_service_center = models.BooleanField(default=False)

    prefix = models.TextField(default="", blank=True)
    first_name = models.TextField()
    middle_name = models.TextField(default="", blank=True)
    last_name = models.TextField()
    generation = models.TextField(default="", blank=True)
    suffix = models.TextField(default="", blank=True)
    date_of_birth = models.DateField(null=True, help_text="Permanent; compared when a duplicate is suspected")
    user_type = models.TextField(default="Individual")

    firm_name = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    address = models.TextField(default="", blank=True)
    address_2 = models.TextField(default="", blank=True)
    city = models.TextField(default="", blank=True)
    state = models.TextField(default="", blank=True)
    county = models.TextField(default="", blank=True)
    zip_code = models.TextField(default="", blank=True)
    country = models.TextField(default="United States of America", blank=True)
    telephone = models.TextField(default="", blank=True)
    alternate_telephone = models.TextField(default="", blank=True)
    text_telephone = models.TextField(default="", blank=True)
    fax = models.TextField(default="", blank=True)
    email = models.EmailField()
    new_email = models.EmailField(default="", blank=True, help_text="Asked for, not yet confirmed from that mailbox")

    mailbox = models.GeneratedField(expression=Mailbox("email"), output_field=models.TextField(), db_persist=True)

    created_at = models.DateTimeField(db_default=Now())
    registered_from = models.TextField(
        default="", blank=True, help_text="Network address, for the limits on registering"
    )
    told_may_exist_at = models.DateTimeField(null=True, help_text="When the page has said that an account may exist")
    policies_acknowledged_at = models.DateTimeField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)
    upgraded_at = models.DateTimeField(null=True, help_text="Null for accounts that were never Legacy")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_accounts")
    told_to_courts = models.JSONField(
        default=dict, help_text="Claims beside the person, kept by the rooms that they come from (ADR 0013)"
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        db_table = "account"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_unique"),
            models.CheckConstraint(condition=models.Q(number__regex=r"^[0-9]{7}$"), name="account_number_seven_digits"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(status=AccountStatus.CLOSED),
                name="account_merged_is_closed",
            ),
        ]
        indexes = [
            models.Index(Lower("email"), name="account_email"),
            models.Index(fields=["date_of_birth", "last_name"], name="account_same_person"),
            models.Index(fields=["mailbox"], name="account_mailbox"),
            models.Index(
                fields=["registered_from", "created_at"],
                name="account_registered_from",
                condition=~models.Q(registered_from=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account can be signed in to."""
        return self.status == AccountStatus.ACTIVE

    @property
    def name(self) -> str:
        """The person's name in reading order, such as `John Q. Attorney Jr.`"""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name, self.generation) if part)

    @property
    def chain(self) -> str:
        """The audit chain of this account."""
        return f"account:{self.number}"

    def claims(self) -> dict[str, Any]:
        """What a court learns about the person through Central Sign-On."""
        return {
            "sub": self.number,
            "name": self.name,
            "given_name": self.first_name,
            "middle_name": self.middle_name,
            "family_name": self.last_name,
            "generation": self.generation,
            "email": self.email,
            "account_class": self.account_class,
            "account_type": self.account_type,
            "shared": self.is_shared,
            "exemptions": self.told_to_courts.get("exemptions", []),
            "client_code_rule": self.told_to_courts.get("client_code_rule", {}),
            "case_search": self.case_search,
        }

    @property
    def client_code_rule(self) -> ClientCodeRule:
        """What the firm that pays for the account asks of client codes."""
        return rule_in(self.told_to_courts.get("client_code_rule", {}))


class UpgradeDraft(models.Model):
    """What the holder of a Legacy account has typed into the upgrade so far; never a password.

    Texts are kept as they were typed, valid or not, so that going back or signing out loses nothing.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="upgrade_draft")
    answers = models.JSONField(default=dict, help_text="For each step the fields and what was typed into them")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "account_upgrade_draft"

    def __str__(self) -> str:
        return f"upgrade of {self.account_id}"


class ReviewReason(models.TextChoices):
    """Why the service center looks at a registration."""

    DUPLICATE = "duplicate", "Name, date of birth and e-mail address are those of another account"
    ALIAS = "alias", "The e-mail address may be another form of one that is known"
    REPEATED = "repeated", "Many registrations from one place fit accounts that exist"


class ReviewDecision(models.TextChoices):
    """What the service center has decided."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    MERGED = "merged", "Merged into another account"


class RegistrationReviews(GuardedQuerySet["RegistrationReview"]):
    """Reviews are there for the service center."""

    def visible_to(self, actor: Actor) -> RegistrationReviews:
        """All of them to whoever may decide."""
        return self.all() if actor.may(Permission.REGISTRATION_REVIEW) else self.none()


class RegistrationReview(models.Model):
    """A registration that the service center looks at: held, or open but without case search."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reviews")
    reason = models.TextField(choices=ReviewReason)
    other = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    decision = models.TextField(choices=ReviewDecision, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(default="", blank=True, help_text="Of whoever decided; the holder reads it")

    objects = RegistrationReviews.as_manager()

    class Meta:
        db_table = "registration_review"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(decided_at__isnull=True), name="registration_review_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | ~models.Q(decision="") & models.Q(decided_at__isnull=False),
                name="registration_review_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.account_id}"


class LostMailbox(models.Model):
    """The service center's procedure for somebody who cannot read the mailbox of the account any more.

    The new address counts when its holder has confirmed it and the waiting time is over, unless it was stopped.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    new_email = models.EmailField()
    asked_by = models.TextField()
    reason = models.TextField()
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="From the new mailbox")
    reminded_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_lost_mailbox"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(stopped_at=None, done_at=None),
                name="account_lost_mailbox_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None) | models.Q(done_at=None), name="account_lost_mailbox_one_end"
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None)
                | models.Q(confirmed_at__isnull=False, done_at__gte=models.F("due_at")),
                name="account_lost_mailbox_confirmed_and_due",
            ),
        ]

    def __str__(self) -> str:
        return f"lost mailbox of {self.account_id}"
