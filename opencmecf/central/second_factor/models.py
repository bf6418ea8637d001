"""The second factor of PACER accounts: authenticator apps, backup codes, passkeys, and what surrounds them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower, Now

from opencmecf.central.accounts.models import Account
from opencmecf.foundation.devices import device_in_words

MOST_APPS = 5
LONGEST_NAME = 60


class AuthenticatorApp(models.Model):
    """An app that shows six-digit passcodes (TOTP, RFC 6238). The slot keeps an account from having more than five."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    sealed_secret = models.TextField(help_text="Under the deployment's SECRET_KEY")
    last_step = models.BigIntegerField(help_text="Time step of the last code taken; that one and earlier ones are not")
    added_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_app"
        constraints = [
            models.UniqueConstraint(fields=["account", "slot"], name="second_factor_app_slot_once"),
            models.UniqueConstraint("account", Lower("name"), name="second_factor_app_name_once"),
            models.CheckConstraint(
                condition=models.Q(slot__range=(1, MOST_APPS)), name="second_factor_app_five_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BackupCode(models.Model):
    """A code that signs in once. A new batch replaces the one before."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    letter = models.CharField(max_length=1, help_text="The first of the code, no secret: one hash is computed per try")
    secret_hash = models.TextField(help_text="Of the rest: a password hash with a salt of its own")
    made_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_backup_code"
        constraints = [models.UniqueConstraint(fields=["account", "letter"], name="second_factor_backup_code_once")]

    def __str__(self) -> str:
        return f"backup code of {self.account_id}"


class Passkey(models.Model):
    """A WebAuthn credential. It belongs to the login site's host, so that no other site can ask for it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    credential_id = models.TextField(unique=True, help_text="Base64url")
    credential = models.BinaryField(help_text="Attested credential data, with the public key")
    host = models.TextField(help_text="The login site's name at which it was made")
    sign_count = models.BigIntegerField()
    is_synced = models.BooleanField(help_text="May be copied to the person's other devices")
    name = models.CharField(max_length=LONGEST_NAME)
    added_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_passkey"
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="second_factor_passkey_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PasskeyChallenge(models.Model):
    """What a passkey is asked to sign, good once, for five minutes, and in the browser that asked for it."""

    key_fingerprint = models.CharField(max_length=64, primary_key=True)
    challenge = models.TextField(help_text="Base64url")
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "second_factor_passkey_challenge"

    def __str__(self) -> str:
        return f"challenge of {self.asked_at}"


class RememberedDevice(models.Model):
    """A browser that need not show a second factor for a while."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    token_fingerprint = models.CharField(max_length=64, unique=True)
    device = models.TextField(default="")
    address = models.TextField(default="")
    remembered_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_remembered_device"

    def __str__(self) -> str:
        return f"device of {self.account_id}"

    @property
    def device_in_words(self) -> str:
        """What its holder calls the browser."""
        return device_in_words(self.device)


class Enrolment(models.Model):
    """Somebody setting up a method: the code in the mail, and the secret that their app is about to learn."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    session_id = models.TextField(help_text="The sign-in that asked; no other may go on with it")
    code_hash = models.CharField(max_length=64, help_text="Keyed hash of the code in the mail")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, help_text="When the right code was typed")
    sealed_secret = models.TextField(default="", help_text="For the next app; under the deployment's SECRET_KEY")

    class Meta:
        db_table = "second_factor_enrolment"
        constraints = [
            models.UniqueConstraint(fields=["account", "session_id"], name="second_factor_enrolment_once"),
        ]

    def __str__(self) -> str:
        return f"enrolment of {self.account_id}"


class State(models.Model):
    """What an account has said about second factors. An account without a row has said nothing."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    skips_used = models.PositiveSmallIntegerField(default=0)
    programs_alone = models.BooleanField(default=False, help_text="Programs may sign in without a second factor")

    class Meta:
        db_table = "second_factor_state"

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class Reset(models.Model):
    """The service center's procedure for a lost second factor: it takes effect after days, unless stopped."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    asked_by = models.TextField()
    reason = models.TextField()
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "second_factor_reset"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(stopped_at=None, done_at=None),
                name="second_factor_reset_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None) | models.Q(done_at=None), name="second_factor_reset_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"reset for {self.account_id}"
