"""Who uses this court: PACER users as Central Sign-On describes them, and the accounts that the court has issued."""

from __future__ import annotations

import uuid

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models.functions import Lower, Now

from opencmecf.court.profile.models import Court
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, GuardedQuerySet, Permission, Role

NameParts = tuple[str, str, str, str]


class Person(models.Model):
    """A PACER account as this court knows it, from the claims of the latest sign-on."""

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    account_number = models.CharField(max_length=7)
    name = models.TextField()
    first_name = models.TextField(default="")
    middle_name = models.TextField(default="")
    last_name = models.TextField(default="")
    generation = models.TextField(default="")
    email = models.TextField(default="")
    account_class = models.TextField(default="")
    account_type = models.TextField(default="")
    is_shared = models.BooleanField(default=False)
    exemptions = models.JSONField(default=list, help_text="As the claims tell them, see foundation/exemption.py")
    client_code_rule = models.JSONField(default=dict, help_text="As the claims tell it, see foundation/client_code.py")
    case_search = models.TextField(default="active", help_text="As the claims tell it, see foundation/case_search.py")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "court_person"
        constraints = [models.UniqueConstraint(fields=["court", "account_number"], name="court_person_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name_parts(self) -> NameParts:
        """First, middle and last name and generation, as names are compared."""
        return self.first_name, self.middle_name, self.last_name, self.generation

    @property
    def is_legacy(self) -> bool:
        """Whether the account still has to be upgraded."""
        return self.account_type == "legacy"

    @property
    def is_firm(self) -> bool:
        """Whether this is a PACER Administrative Account, which neither searches nor files."""
        return self.account_class == "firm"


class FilerKind(models.TextChoices):
    """The role in court that an account is issued for; `court/filing/rules/filers.py` says whose menus each has."""

    ATTORNEY = "attorney", "Attorney"
    AGENT = "agent", "Filing agent"
    COURT_REPORTER = "court_reporter", "Court reporter"
    CREDITOR = "creditor", "Creditor"
    INTERESTED_PARTY = "interested_party", "Interested party"
    PARTY = "party", "Party"
    PRO_SE = "pro_se", "Pro se party"
    TRUSTEE = "trustee", "Trustee"
    US_TRUSTEE = "us_trustee", "U.S. Trustee"


class BarStatus(models.TextChoices):
    """Whether an attorney may practice before the court."""

    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    SUSPENDED = "suspended", "Suspended"
    DISBARRED = "disbarred", "Disbarred"
    DECEASED = "deceased", "Deceased"


ROLE_NAMES = {Role.FILER: "Filer", Role.CLERK: "Clerk", Role.JUDGE: "Judge", Role.COURT_ADMIN: "Court administrator"}
STAFF_ROLES = (Role.CLERK, Role.JUDGE, Role.COURT_ADMIN)


class CourtAccounts(GuardedQuerySet["CourtAccount"]):
    """The accounts of a court are there for its clerks; everybody else sees the one they act with."""

    def visible_to(self, actor: Actor) -> CourtAccounts:
        """The accounts that `actor` may look at."""
        if actor.may(Permission.FILER_MANAGE):
            return self.filter(court=actor.site)
        return self.filter(pk=actor.court_account_id) if actor.court_account_id else self.none()


class CourtAccount(models.Model):
    """An account that the court has issued: a CM/ECF filing account, or one of its own staff.

    Before linking it is signed in to with `login` and password, at a CurrentGen court. Linking is one to one and for
    good: from then on the PACER account is the only key, and the password is gone. Only the court can undo it.
    """

    court = models.ForeignKey(Court, on_delete=models.PROTECT)
    login = models.TextField()
    password = models.TextField(default="", help_text="Argon2id hash; empty once linked")
    role = models.TextField(default=Role.FILER.value, help_text="filer, clerk, judge or court_admin")
    first_name = models.TextField()
    middle_name = models.TextField(default="", blank=True)
    last_name = models.TextField()
    generation = models.TextField(default="", blank=True)
    filer_kind = models.TextField(choices=FilerKind, default=FilerKind.ATTORNEY)
    bar_number = models.TextField(default="", blank=True)
    bar_status = models.TextField(choices=BarStatus, default=BarStatus.ACTIVE)
    bar_status_since = models.DateField(null=True, help_text="The date of the order or notice that changed it last")
    bar_status_reason = models.TextField(default="", blank=True)
    is_limited_to_cases = models.BooleanField(
        default=False, help_text="Files in the cases alone that it was admitted to, as pro hac vice"
    )
    firm_name = models.TextField(default="", blank=True)
    unit = models.TextField(default="", blank=True)
    address = models.TextField(default="", blank=True)
    address_2 = models.TextField(default="", blank=True)
    city = models.TextField(default="", blank=True)
    state = models.TextField(default="", blank=True)
    zip_code = models.TextField(default="", blank=True)
    country = models.TextField(default="", blank=True)
    telephone = models.TextField(default="", blank=True)
    email = models.TextField()
    is_active = models.BooleanField(default=True)
    reserved_for = models.CharField(
        max_length=7, default="", blank=True, help_text="The one PACER account that may be linked, where one is named"
    )
    password_set_at = models.DateTimeField(null=True)
    credentials_version = models.PositiveIntegerField(
        default=0, help_text="Counts each new password, link and unlinking; older links in mails are then dead"
    )
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="court_account")
    linked_at = models.DateTimeField(null=True)
    unlinkings = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often the court has unlinked it; what was granted before counts no more"
    )
    issued_at = models.DateTimeField(db_default=Now())

    objects = CourtAccounts.as_manager()

    class Meta:
        db_table = "court_account"
        indexes = [models.Index("court", Lower("email"), name="court_account_email")]
        constraints = [
            models.UniqueConstraint("court", Lower("login"), name="court_account_login_unique"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True, linked_at__isnull=True)
                | models.Q(person__isnull=False, linked_at__isnull=False, password=""),
                name="court_account_linked_has_no_password",
            ),
            models.CheckConstraint(
                condition=models.Q(bar_status__in=BarStatus.values), name="court_account_bar_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(filer_kind__in=FilerKind.values), name="court_account_filer_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.login} at {self.court_id}"

    @property
    def name(self) -> str:
        """The filer's name in reading order."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name, self.generation) if part)

    @property
    def name_parts(self) -> NameParts:
        """First, middle and last name and generation, as names are compared."""
        return self.first_name, self.middle_name, self.last_name, self.generation

    @property
    def chain(self) -> str:
        """The audit chain of this account; also the owner of what is made with it, as `Actor.owner` says."""
        return f"filer:{self.court_id}:{self.pk}"

    @property
    def role_in_words(self) -> str:
        """What the holder is at the court."""
        return ROLE_NAMES[Role(self.role)]

    @property
    def state_in_words(self) -> str:
        """Whether somebody can act with it, and with which PACER account."""
        if not self.is_active:
            return "Disabled"
        return f"Linked to PACER account {self.person.account_number}" if self.person else "Not linked"

    @property
    def is_attorney(self) -> bool:
        """Whether the holder files as a member of the bar, so that there is a bar status."""
        return not self.is_staff and self.filer_kind == FilerKind.ATTORNEY

    @property
    def is_agent(self) -> bool:
        """Whether the holder files for others alone."""
        return not self.is_staff and self.filer_kind == FilerKind.AGENT

    @property
    def address_lines(self) -> list[str]:
        """The address as it is printed, without empty lines."""
        place = " ".join(part for part in (self.state, self.zip_code) if part)
        city = ", ".join(part for part in (self.city, place) if part)
        lines = (self.firm_name, self.unit, self.address, self.address_2, city, self.country)
        return [line for line in lines if line]

    @property
    def is_staff(self) -> bool:
        """Whether it belongs to somebody who works at the court."""
        return self.role != Role.FILER

    def set_password(self, password: str) -> None:
        """Take `password` from now on; the caller saves. What was signed in to with the one before ends with that.

        The moment is that of this very act, so that a sign-in which it had to wait for lies before it.
        """
        self.password = make_password(password)
        self.password_set_at = clock.moment()
        self.credentials_version += 1

    def has_password(self, password: str) -> bool:
        """Whether `password` is right; costs the same when the account has none."""
        if not self.password:
            make_password(password)
            return False
        return check_password(password, self.password)


class LinkRequests(GuardedQuerySet["LinkRequest"]):
    """A link request is there for the PACER user who began it."""

    def visible_to(self, actor: Actor) -> LinkRequests:
        """The actor's own requests."""
        return self.filter(person=actor.person_id) if actor.person_id else self.none()


class LinkRequest(models.Model):
    """The step between the two pages of linking: the court's login and password were right, the names are shown.

    A row, not a session value, so that it survives signing in again and is used once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    court_account = models.ForeignKey(CourtAccount, on_delete=models.CASCADE)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    objects = LinkRequests.as_manager()

    class Meta:
        db_table = "link_request"

    def __str__(self) -> str:
        return str(self.id)


class CredentialAttempt(models.Model):
    """The security log of court-issued logins: at the court's own sign-in and on the linking page."""

    court = models.ForeignKey(Court, on_delete=models.CASCADE)
    login_fingerprint = models.CharField(max_length=64, help_text="Keyed hash of what was typed")
    address = models.TextField(default="")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    succeeded = models.BooleanField()
    was_heard = models.BooleanField(default=True, help_text="False for a try during a pause: nothing was compared")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "credential_attempt"
        indexes = [
            models.Index(fields=["court", "login_fingerprint", "-at"]),
            models.Index(fields=["court", "address", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{'success' if self.succeeded else 'failure'} at {self.at}"

    @property
    def result_in_words(self) -> str:
        """How it ended, for the clerk who looks at the account."""
        if not self.was_heard:
            return "Not looked at: too many wrong tries before"
        return "Login and password were right" if self.succeeded else "Refused"
