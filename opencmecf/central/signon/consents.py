"""What people let programs of others know about them: one row for each person and program.

The room for programs asks the person; here is what the provider goes by.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon import refresh, scopes
from opencmecf.central.signon.models import Client, Consent, Session

USE_NOTED_AT_MOST_EVERY = timedelta(minutes=1)


def live(account: Account, client: Client) -> Consent | None:
    """The consent of `account` to `client` that holds now, or None."""
    return of_account(account).filter(client=client).first()


def of_account(account: Account) -> QuerySet[Consent]:
    """The consents of `account` that hold now, the latest first."""
    rows = Consent.objects.select_related("client", "account")
    return rows.filter(account=account, ended_at__isnull=True).order_by("-given_at", "-pk")


def covers(account: Account, client: Client, scope: str, *, since: datetime | None) -> bool:
    """Whether `account` lets `client` know all of `scope`, and has said so since `since` where that is given."""
    consent = live(account, client)
    if consent is None or not set(scope.split()) <= set(consent.scope.split()):
        return False
    return since is None or consent.given_at >= since


@transaction.atomic
def give(*, account: Account, client: Client, scope: str) -> tuple[Consent, bool]:
    """Let `client` know `scope`, beside what it may know already; and whether it may know something new.

    A program that was let in before calls the person by the same name again.
    """
    Consent.objects.get_or_create(account=account, client=client, defaults={"scope": "", "ended_at": Now()})
    consent = Consent.objects.select_for_update().get(account=account, client=client)
    before = "" if consent.ended_at else consent.scope
    consent.scope = " ".join(scopes.words(f"{before} {scope}"))
    Consent.objects.filter(pk=consent.pk).update(scope=consent.scope, given_at=Now(), ended_at=None)
    return consent, set(consent.scope.split()) != set(before.split())


@transaction.atomic
def end(*, consent: Consent) -> bool:
    """Take a consent back, with every token that rests on it; whether it was still given."""
    refresh.end_of_consent(consent)
    return bool(Consent.objects.filter(pk=consent.pk, ended_at__isnull=True).update(ended_at=Now()))


def note_use(consent: Consent) -> None:
    """Note that the program has made use of `consent`, at most once a minute."""
    if consent.last_used_at is None:
        rows = Consent.objects.filter(pk=consent.pk)
    else:
        rows = Consent.objects.filter(pk=consent.pk, last_used_at__lt=Now() - USE_NOTED_AT_MOST_EVERY)
    rows.update(last_used_at=Now())


def sid_at(client: Client, session: Session) -> str:
    """What `client` calls a session. Programs of others cannot find out together that two of theirs are one."""
    return str(session.pk) if client.is_ours else str(uuid.uuid5(session.pk, client.pk))
