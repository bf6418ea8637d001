"""Central Sign-On: sessions, the sites and programs that rely on it, and what it has handed out."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation import secrets


class SigningKey(models.Model):
    """A key that ID tokens and logout tokens are signed with. Published before first use and after last use."""

    kid = models.TextField(primary_key=True)
    algorithm = models.TextField()
    sealed_pem = models.TextField(help_text="The private key, under the deployment's SECRET_KEY")
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, help_text="Signs no more; published until tokens have expired")

    class Meta:
        db_table = "signon_key"

    def __str__(self) -> str:
        return self.kid


class Client(models.Model):
    """A site or program that people sign in to with their PACER account."""

    client_id = models.TextField(primary_key=True)
    secret_fingerprint = models.CharField(max_length=64)
    name = models.TextField()
    redirect_uris = models.JSONField(default=list)
    post_logout_redirect_uris = models.JSONField(default=list)
    backchannel_logout_uri = models.TextField(default="")
    allowed_scope = models.TextField(default="openid profile email court")
    id_token_signed_response_alg = models.TextField(default="RS256")
    court_id = models.TextField(default="", help_text="The court that this client is, if it is one")
    is_ours = models.BooleanField(default=True, help_text="Needs no consent")
    is_public = models.BooleanField(default=False, help_text="Runs where no secret can be kept, such as on a telephone")
    stopped_at = models.DateTimeField(null=True, help_text="Since when it is answered no more; null while it is")

    class Meta:
        db_table = "signon_client"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(secret_fingerprint=""),
                name="signon_public_has_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_secret(self, secret: str) -> bool:
        """Whether `secret` is the client's own. Secrets are random, so that comparing hashes suffices."""
        return not self.is_public and secrets.compare(secrets.fingerprint(secret), self.secret_fingerprint)


class Enrolment(models.TextChoices):
    """Whether a session must first set up a second factor, or say that it is put off."""

    NOT_ASKED = "", "not asked"
    SKIPPABLE = "skippable", "may be put off"
    REQUIRED = "required", "required"


class Session(models.Model):
    """Somebody signed in to Central Sign-On with a browser. Its `sid` names it to every site."""

    sid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key_fingerprint = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    client_code = models.CharField(max_length=32, default="")
    exempt_use = models.BooleanField(default=False, help_text="Begun with X- before the username")
    methods = models.TextField(default="pwd", help_text="How the person proved who they are: RFC 8176 names")
    address = models.TextField(default="")
    device = models.TextField(default="")
    started_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    second_factor_at = models.DateTimeField(null=True, help_text="When a second factor was shown last")
    is_remembered = models.BooleanField(default=False, help_text="Begun in a browser that need not show one")
    enrolment = models.TextField(
        default="", choices=Enrolment, help_text="What must be said about a second factor before going anywhere"
    )

    class Meta:
        db_table = "signon_session"
        indexes = [
            models.Index(fields=["account", "ended_at"]),
            models.Index(fields=["started_at"], name="signon_session_begun"),
        ]

    def __str__(self) -> str:
        return str(self.sid)

    @property
    def proved_at(self) -> datetime:
        """When the person last proved who they are, with whatever."""
        return max(self.started_at, self.second_factor_at or self.started_at)


class PendingSignIn(models.Model):
    """Somebody with the right password whose second factor is awaited. It opens nothing."""

    key_fingerprint = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    client_code = models.CharField(max_length=32, default="")
    exempt_use = models.BooleanField(default=False, help_text="Begun with X- before the username")
    password_fingerprint = models.CharField(
        max_length=64, default="", help_text="Of the stored hash that the password fitted"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "signon_pending_sign_in"

    def __str__(self) -> str:
        return f"pending sign-in of {self.account_id}"

    @property
    def is_of_present_password(self) -> bool:
        """Whether the password that was right is still the one of the account."""
        return self.password_fingerprint == secrets.fingerprint(self.account.password)


class SiteSession(models.Model):
    """The same person at a site: at a court (told when the session ends) or at a central site (which looks here)."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sites")
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    started_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True, help_text="When the site has taken note that the session has ended")

    class Meta:
        db_table = "signon_site_session"
        constraints = [models.UniqueConstraint(fields=["session", "client"], name="signon_site_session_once")]

    def __str__(self) -> str:
        return f"{self.session_id} at {self.client_id}"


class CentralSiteKey(models.Model):
    """The cookie of a session at another central site (Manage My Account, Case Locator)."""

    key_fingerprint = models.CharField(max_length=64, primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    site = models.TextField()

    class Meta:
        db_table = "signon_central_site_key"

    def __str__(self) -> str:
        return f"{self.session_id} at {self.site}"


class AuthorizationCode(models.Model):
    """What a browser carries to a site, good once and for a minute, and the access token that the site gets for it."""

    code_fingerprint = models.CharField(max_length=64, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    redirect_uri = models.TextField()
    scope = models.TextField()
    nonce = models.TextField(default="")
    code_challenge = models.TextField()
    claims = models.JSONField(default=dict, help_text="What the ID token will say of the person and the session")
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
    token_fingerprint = models.CharField(
        max_length=64, default="", db_default="", help_text="The access token that the site got, good from used_at"
    )

    class Meta:
        db_table = "signon_code"
        indexes = [
            models.Index(
                fields=["token_fingerprint"], condition=~models.Q(token_fingerprint=""), name="signon_code_access_token"
            )
        ]

    def __str__(self) -> str:
        return f"code for {self.client_id}"


class ProgramToken(models.Model):
    """A `nextGenCSO` token of `cso-auth`: an existing program signed in with a person's user name and password."""

    token_fingerprint = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    client_code = models.CharField(max_length=32, default="")
    exempt_use = models.BooleanField(default=False, help_text="Begun with X- before the username")
    redaction_acknowledged = models.BooleanField(default=False)
    address = models.TextField(default="")
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "signon_program_token"
        indexes = [models.Index(fields=["created_at"], name="signon_program_token_made")]

    def __str__(self) -> str:
        return f"program token of {self.account_id}"


class Consent(models.Model):
    """Somebody lets a program of others know something about themselves. Taken back, the row stays with its name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    subject = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="What the program calls the person by; no other program knows it"
    )
    scope = models.TextField()
    first_given_at = models.DateTimeField(db_default=Now())
    given_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "signon_consent"
        constraints = [models.UniqueConstraint(fields=["account", "client"], name="signon_consent_once")]

    def __str__(self) -> str:
        return f"consent of {self.account_id} to {self.client_id}"


class RefreshToken(models.Model):
    """What a program shows for new tokens when nobody is there: good once, with the access token that came with it.

    The tokens that follow from one sign-in are a family. It ends as one.
    """

    token_fingerprint = models.CharField(max_length=64, primary_key=True)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE)
    family = models.CharField(max_length=64, db_index=True, help_text="The fingerprint of the code that it began with")
    scope = models.TextField()
    claims = models.JSONField(default=dict, help_text="How and when the person signed in, for the ID token")
    access_fingerprint = models.CharField(
        max_length=64, default="", db_index=True, help_text="The access token that came with it; empty when ended"
    )
    began_at = models.DateTimeField(help_text="When the person signed in for the family")
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "signon_refresh_token"

    def __str__(self) -> str:
        return f"refresh token of {self.consent_id}"


class Way(models.TextChoices):
    """Where somebody tries to sign in; the labels are those of the security log."""

    LOGIN_PAGE = "login page", "Browser"
    PASSWORD = "password", "Browser: password"
    SECOND_FACTOR = "second factor", "Browser: second factor"
    PASSKEY = "passkey", "Browser: passkey"
    PROGRAM = "cso-auth", "Program"
    PROGRAM_CODE = "cso-auth code", "Program: one-time code"
    PROGRAM_UNREDACTED = "cso-auth without redactFlag", "Program: redaction duty not accepted"


class Attempt(models.Model):
    """The security log: every attempt to sign in, for an account that exists or not."""

    username_fingerprint = models.CharField(max_length=64, help_text="Keyed hash of what was typed")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    address = models.TextField(default="")
    succeeded = models.BooleanField()
    was_heard = models.BooleanField(default=True, help_text="False for a try during a pause: nothing was compared")
    way = models.TextField(choices=Way)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "signon_attempt"
        indexes = [
            models.Index(fields=["username_fingerprint", "-at"]),
            models.Index(fields=["address", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{'sign-in' if self.succeeded else 'failure'} at {self.at}"

    @property
    def result_in_words(self) -> str:
        """How it ended, for the security log."""
        if not self.was_heard:
            return "Not looked at: too many wrong tries before, or the redaction duty was not accepted"
        if not self.succeeded:
            return "Refused"
        return "Right; a second factor was asked for" if self.way == Way.PASSWORD else "Logged in"


class TraitKind(models.TextChoices):
    """What is remembered of where somebody signs in from."""

    DEVICE = "device", "Device"
    PLACE = "place", "Network address"


class KnownTrait(models.Model):
    """A device or a place that somebody has signed in from; whatever is not here is new to the holder."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.TextField(choices=TraitKind)
    value = models.TextField(help_text="The device in words, or what counts as one network address")
    first_at = models.DateTimeField(help_text="When it was signed in from first")

    class Meta:
        db_table = "signon_known_trait"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "value"], name="signon_known_trait_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"


class SignInsSeen(models.Model):
    """Up to when sign-ins have been looked at for new devices and places: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateTimeField(null=True, help_text="Null before the first look")

    class Meta:
        db_table = "signon_sign_ins_seen"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="signon_sign_ins_seen_one_row")]

    def __str__(self) -> str:
        return f"until {self.until}"
