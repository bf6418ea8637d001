"""Reading second factors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import rules
from opencmecf.central.second_factor.models import (
    AuthenticatorApp,
    BackupCode,
    Enrolment,
    Passkey,
    RememberedDevice,
    Reset,
)
from opencmecf.central.second_factor.rules import Demand, Standing
from opencmecf.foundation import clock
from opencmecf.foundation.database.prepared import all_lines, first_line

STOP_RESET = "second-factor:stop-reset"


# Written out: Django takes ten times as long to compose these as PostgreSQL to answer them.
STANDING = """
SELECT
    EXISTS (SELECT FROM second_factor_app WHERE account_id = %(account)s) AS has_app,
    EXISTS (SELECT FROM second_factor_passkey WHERE account_id = %(account)s) AS has_passkey,
    EXISTS (
        SELECT FROM second_factor_backup_code WHERE account_id = %(account)s AND used_at IS NULL
    ) AS has_backup_codes,
    coalesce((SELECT skips_used FROM second_factor_state WHERE account_id = %(account)s), 0) AS skips_used,
    coalesce((SELECT programs_alone FROM second_factor_state WHERE account_id = %(account)s), false) AS programs_alone,
    EXISTS (SELECT FROM registered_filer WHERE account_number = %(number)s) AS is_filer
"""

SECRETS = """
SELECT id, sealed_secret, last_step, now() FROM second_factor_app WHERE account_id = %s ORDER BY added_at, id
"""
OPEN_RESET = "SELECT FROM second_factor_reset WHERE account_id = %s AND stopped_at IS NULL AND done_at IS NULL"


def standing(account: Account) -> Standing:
    """How `account` stands, in one query: every sign-in asks it."""
    line = first_line(STANDING, whose_standing(account))
    assert line is not None
    return standing_in(line, account)


def whose_standing(account: Account) -> dict[str, Any]:
    """The values of `STANDING`, also where it is a part of a greater statement."""
    return {"account": account.pk, "number": account.number}


def standing_in(line: tuple[Any, ...], account: Account) -> Standing:
    """How `account` stands, by the line that `STANDING` has brought."""
    app, passkey, backup_codes, skips_used, programs_alone, is_filer = line
    return Standing(
        has_app=app,
        has_passkey=passkey,
        has_backup_codes=backup_codes,
        skips_used=skips_used,
        programs_alone=programs_alone,
        is_filer=is_filer,
        is_staff=account.is_service_center,
    )


def methods_of(account: str) -> dict[str, Exists]:
    """Which methods the account has that the column `account` of a queryset names, to be annotated there."""
    mine = {"account": OuterRef(account)}
    return {
        "has_app": Exists(AuthenticatorApp.objects.filter(**mine)),
        "has_passkey": Exists(Passkey.objects.filter(**mine)),
        "has_backup_codes": Exists(BackupCode.objects.filter(**mine, used_at=None)),
    }


def methods_in(row: Any) -> Standing:
    """The methods that `methods_of` has noted on `row`; nothing else is known of how the account stands."""
    return Standing(has_app=row.has_app, has_passkey=row.has_passkey, has_backup_codes=row.has_backup_codes)


def demand(standing: Standing) -> Demand:
    """What this deployment asks of an account that stands so."""
    required_from: date | None = settings.SECOND_FACTOR_REQUIRED_FROM
    if not required_from:
        return Demand.NOTHING
    return rules.demand(standing, required_from, clock.today(settings.SERVICE_CENTER_TIME_ZONE))


def may_remove(standing_after: Standing) -> bool:
    """Whether this deployment lets a method be removed."""
    return demand(standing_after) is not Demand.REQUIRED


def apps_of(account: Account) -> QuerySet[AuthenticatorApp]:
    """The authenticator apps of `account`, in the order in which they were added."""
    return AuthenticatorApp.objects.filter(account=account).order_by("added_at", "pk")


def secrets_of(account: Account) -> list[tuple[Any, ...]]:
    """Key, sealed secret and last time step of each of them, and the time now: all that a passcode is checked by."""
    return all_lines(SECRETS, [account.pk])


def holder_of_passkey(credential_id: str, host: str) -> Account | None:
    """Whose passkey for `host` it is, or None; whoever names one has not proved to have it."""
    known = Passkey.objects.select_related("account").filter(credential_id=credential_id, host=host).first()
    return known.account if known else None


def passkeys_of(account: Account) -> QuerySet[Passkey]:
    """The passkeys of `account`, in the order in which they were added."""
    return Passkey.objects.filter(account=account).order_by("added_at", "pk")


def backup_codes_left(account: Account) -> int:
    """How many backup codes of `account` are not used up."""
    return BackupCode.objects.filter(account=account, used_at=None).count()


def devices_of(account: Account) -> QuerySet[RememberedDevice]:
    """The browsers that `account` has had remembered, the latest first."""
    rows = RememberedDevice.objects.filter(account=account, expires_at__gt=Now())
    return rows.order_by("-remembered_at", "-pk")


def enrolment_of(account: Account, session_id: str) -> Enrolment | None:
    """What `account` is setting up in this session, once the code from the mail was typed; None otherwise."""
    rows = Enrolment.objects.filter(account=account, session_id=session_id)
    return rows.filter(confirmed_at__gt=Now() - rules.CONFIRMED_FOR).first()


def open_reset(account: Account) -> Reset | None:
    """The reset that waits to be carried out for `account`, or None. Each sign-in asks, and hardly one has any."""
    if first_line(OPEN_RESET, [account.pk]) is None:
        return None
    return Reset.objects.filter(account=account, stopped_at=None, done_at=None).first()


def token_of(reset: Reset) -> str:
    """What the link that stops `reset` carries."""
    return signing.dumps(reset.pk, salt=STOP_RESET)


def reset_of_link(token: str) -> Reset | None:
    """The open reset that the link in a mail stops, or None."""
    try:
        key = signing.loads(token, salt=STOP_RESET)
    except signing.BadSignature:
        return None
    return Reset.objects.select_related("account").filter(pk=key, stopped_at=None, done_at=None).first()
