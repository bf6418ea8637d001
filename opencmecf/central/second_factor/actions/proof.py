"""Showing a second factor."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import codes, passkeys, queries, rules
from opencmecf.central.second_factor.actions.resets import stop_reset
from opencmecf.central.second_factor.models import BackupCode, Passkey, PasskeyChallenge
from opencmecf.foundation import audit, secrets
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import first_line
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail
from opencmecf.foundation.sites import Site

# RFC 8176 has no word for a code from a list; it is a one-time password as well.
BY_CODE = "otp"
SIGNED_IN = "the second factor was used"

# Of two requests with one code, one wins. Says whether a procedure for a lost one or a lost mailbox waits, which ends
# with it; hardly anybody has one.
USE_STEP = """
UPDATE second_factor_app SET last_step = %(step)s, last_used_at = statement_timestamp()
WHERE id = %(app)s AND last_step < %(step)s RETURNING EXISTS (
    SELECT FROM second_factor_reset AS reset
    WHERE reset.account_id = second_factor_app.account_id AND stopped_at IS NULL AND done_at IS NULL
) OR EXISTS (
    SELECT FROM account_lost_mailbox AS lost
    WHERE lost.account_id = second_factor_app.account_id AND stopped_at IS NULL AND done_at IS NULL
)
"""


class WrongProof(Refused):
    """Not a second factor of this account, or one that was used before."""


def prove_by_code(*, account: Account, code: str, actor: Actor) -> str:
    """Take the passcode of an app, or a backup code; returns how it was proved, as RFC 8176 names it.

    Raises `WrongProof`; a code that was taken once is wrong ever after.
    """
    typed = rules.tidy(code)
    is_passcode = rules.is_passcode(typed)
    backup_code = None if is_passcode else _right_backup_code(account, typed)
    with transaction.atomic(savepoint=False):
        taken = _take_passcode(account, typed, actor) if is_passcode else _use(backup_code, account, actor)
    if not taken:
        raise WrongProof(
            "This code is not right.",
            "Type the code that your app shows now, or a backup code that you have not used.",
        )
    return BY_CODE


@transaction.atomic
def ask_passkey(*, site: Site, account: Account | None = None) -> tuple[dict[str, object], str]:
    """The options for a browser that is to show a passkey, of `account` or of anybody, and the challenge's key."""
    mine = queries.passkeys_of(account).filter(host=passkeys.host_of(site)) if account else None
    known = list(mine.values_list("credential_id", flat=True)) if mine is not None else []
    options = passkeys.options_to_use(site, known=known)
    return options, keep_challenge(passkeys.challenge_in(options))


def prove_by_passkey(*, site: Site, answer: str, key: str, account: Account | None = None) -> Passkey:
    """Take a browser's answer to the challenge of `key`; returns the passkey, of `account` where one is given.

    Raises `WrongProof`, also when the passkey's counter shows that a copy of it is about. The challenge is used up
    either way.
    """
    challenge = take_challenge(key=key)
    with transaction.atomic():
        passkey = _named_passkey(site, answer, account)
        count = passkeys.check_used(site, answer, challenge, bytes(passkey.credential)) if challenge else None
        if count is None:
            raise _unknown_passkey()
        if rules.is_cloned(passkey.sign_count, count):
            raise WrongProof(
                "This passkey seems to have been copied, so it is not taken.",
                "Log in another way and delete it. If you did not copy it, call the PACER Service Center.",
            )
        Passkey.objects.filter(pk=passkey.pk).update(sign_count=count, last_used_at=Now())
        holder = Actor(label=passkey.account.chain, site=site.label)
        _end_procedures(passkey.account, holder)
    return passkey


def amr_of(passkey: Passkey) -> str:
    """How a passkey proves, as RFC 8176 names it: a key that stays in its hardware, or one that is synchronised."""
    return "swk" if passkey.is_synced else "hwk"


def keep_challenge(challenge: str) -> str:
    """Keep `challenge` until it is answered; returns the key for the browser's cookie."""
    key = secrets.new_token()
    PasskeyChallenge.objects.create(key_fingerprint=secrets.fingerprint(key), challenge=challenge)
    return key


def take_challenge(*, key: str) -> str:
    """The challenge of `key`, which is then gone; "" when there is none, or an old one."""
    found = PasskeyChallenge.objects.filter(
        key_fingerprint=secrets.fingerprint(key), asked_at__gt=Now() - rules.CHALLENGE_LIFE
    ).first()
    if found is None or not PasskeyChallenge.objects.filter(pk=found.pk).delete()[0]:
        return ""
    return found.challenge


@transaction.atomic
def forget_old_challenges() -> int:
    """Delete the challenges that nobody answered; returns how many."""
    old = PasskeyChallenge.objects.filter(asked_at__lt=Now() - rules.CHALLENGE_LIFE)
    return old.delete()[0]


def _take_passcode(account: Account, typed: str, actor: Actor) -> bool:
    for app, sealed_secret, last_step, now in queries.secrets_of(account):
        secret = secrets.unseal(sealed_secret)
        for step in rules.acceptable_steps(now, last_step):
            if codes.is_same(codes.passcode(secret, step), typed):
                used = first_line(USE_STEP, {"app": app, "step": step})
                if used == (True,):
                    _end_procedures(account, actor)
                return used is not None
    return False


def _right_backup_code(account: Account, typed: str) -> BackupCode | None:
    """The unused backup code that was typed. Its letter says which one it must be, so that one hash is computed."""
    letter, secret = codes.parts_of(typed)
    known = BackupCode.objects.filter(account=account, letter=letter, used_at=None).first()
    return known if known is not None and check_password(secret, known.secret_hash) else None


def _use(code: BackupCode | None, account: Account, actor: Actor) -> bool:
    """Whether the code was still to be used; of two requests with one code, one wins."""
    rows = BackupCode.objects.filter(account=account, used_at=None)
    if code is None or not rows.filter(pk=code.pk).update(used_at=Now()):
        return False
    left = rows.count()
    audit.record("second-factor:backup-code:use", chain=account.chain, by=actor, address=actor.address, left=left)
    mail.write(
        to=account.email,
        template="second_factor/mail/backup_code_used.txt",
        account=account,
        left=left,
        few=left <= rules.FEW_BACKUP_CODES,
        link=links.to("/manage/mfa"),
        telephone=links.service_center(),
    )
    _end_procedures(account, actor)
    return True


def _end_procedures(account: Account, actor: Actor) -> None:
    """Whoever shows the second factor has lost neither it nor the way to change the e-mail address."""
    stop_reset(account=account, how=SIGNED_IN, actor=actor)
    accounts.stop_lost_mailbox(account=account, how=SIGNED_IN, actor=actor)


def _named_passkey(site: Site, answer: str, account: Account | None) -> Passkey:
    """The passkey that `answer` says it comes from, locked. Raises `WrongProof` when it is not the account's."""
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(credential_id=passkeys.credential_id_in(answer), host=passkeys.host_of(site)).first()
    if found is None or (account is not None and found.account_id != account.pk):
        raise _unknown_passkey()
    return found


def _unknown_passkey() -> WrongProof:
    return WrongProof("This passkey could not be used.", "Try again, or log in with your username and password.")
