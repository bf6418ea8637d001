"""Looking up sessions and tokens; the limits are kept here, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.accounts.queries import has_username_since
from opencmecf.central.directory.queries import is_registered_filer
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import (
    Attempt,
    CentralSiteKey,
    Client,
    PendingSignIn,
    ProgramToken,
    Session,
)
from opencmecf.foundation import secrets
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.devices import device_in_words
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.reference.courts import courts
from opencmecf.foundation.throttle import name_fingerprint

TOUCHED_AT_MOST_EVERY = timedelta(minutes=1)


def session_of_key(key: str) -> Session | None:
    """The live session whose cookie at the login site holds `key`."""
    return _session_of_key.first(fingerprint=secrets.fingerprint(key))


def session_at_site(key: str, site: str) -> Session | None:
    """The live session whose cookie at another central site holds `key`."""
    sites = CentralSiteKey.objects.filter(key_fingerprint=secrets.fingerprint(key), site=site)
    return _live(Session.objects.filter(pk__in=sites.values("session"))).first()


def client(client_id: str) -> Client | None:
    """The site or program of that id, or None, also when it was stopped.

    A NUL character is in no id, and the database refuses it.
    """
    return None if "\0" in client_id else _client.first(client_id=client_id)


def pending_of_key(key: str) -> PendingSignIn | None:
    """The sign-in that waits for its second factor in the browser whose cookie holds `key`, or None.

    With the account, and what methods it has (`second_factor.queries.methods_in`).
    """
    found = _pending_of_key.first(fingerprint=secrets.fingerprint(key))
    return found if found is not None and found.is_of_present_password else None


def touch(session: Session) -> None:
    """Note that the person is still there, at most once a minute."""
    if not getattr(session, "is_stale", True):
        return
    stale = Session.objects.filter(pk=session.pk, last_seen_at__lt=Now() - TOUCHED_AT_MOST_EVERY)
    stale.update(last_seen_at=Now())


def introspect(token: str) -> dict[str, Any]:
    """What a court is told about a program's token (RFC 7662): the person's claims, or only that it is not active."""
    rows = ProgramToken.objects.select_related("account").filter(token_fingerprint=secrets.fingerprint(token))
    found = _only_live_tokens(rows).first()
    if found is None:
        return {"active": False}
    ProgramToken.objects.filter(pk=found.pk, last_used_at__lt=Now() - TOUCHED_AT_MOST_EVERY).update(last_used_at=Now())
    return {
        "active": True,
        "token_type": "nextGenCSO",
        "client_code": found.client_code,
        "exempt_use": found.exempt_use,
        "redaction_acknowledged": found.redaction_acknowledged,
        "is_filer": is_registered_filer(found.account.number),
        **found.account.claims(),
    }


@dataclass(frozen=True)
class LiveSession:
    """A session as its holder sees it."""

    row: Session
    device: str
    places: list[str]  # the sites that it has reached


def live_sessions(account: Account) -> list[LiveSession]:
    """The live sessions of `account`, the one last seen first."""
    rows = _only_live(Session.objects.filter(account=account)).prefetch_related("sites__client")
    return [_as_seen(row) for row in rows.order_by("-last_seen_at", "-started_at")]


def own_session(account: Account, sid: UUID) -> Session:
    """The live session `sid` of `account`. Raises `NotFound`."""
    found = Session.objects.select_related("account").filter(pk=sid, account=account, ended_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def own_program(account: Account, fingerprint: str) -> ProgramToken:
    """The token of a program that is or was logged in with `account`. Raises `NotFound`."""
    found = ProgramToken.objects.filter(pk=fingerprint, account=account).first()
    if found is None:
        raise NotFound
    return found


def live_programs(account: Account) -> QuerySet[ProgramToken]:
    """The programs that are logged in with `account`, the one last seen first."""
    return _only_live_tokens(ProgramToken.objects.filter(account=account)).order_by("-last_used_at")


def attempts_at(account: Account) -> QuerySet[Attempt]:
    """Every attempt to sign in to `account`, newest first; those during a pause are known by the username alone.

    A username that somebody has given up can become another's: what was tried at it before is not for the new holder.
    """
    since = has_username_since(account)
    by_name = Q(account=None, username_fingerprint=name_fingerprint(account.username), at__gte=since)
    return Attempt.objects.filter(Q(account=account) | by_name).order_by("-at", "-pk")


def _as_seen(session: Session) -> LiveSession:
    places = sorted(_name_of_site(one.client) for one in session.sites.all())
    return LiveSession(session, device_in_words(session.device), places)


def _name_of_site(client: Client) -> str:
    known = courts().get(client.court_id)
    if known is not None:
        return f"{known.title}, {known.short_name}"
    return {"pacer": "Manage My Account", "pcl": "Case Locator"}.get(client.pk, client.name)


def _only_live_tokens(rows: QuerySet[ProgramToken]) -> QuerySet[ProgramToken]:
    return rows.filter(
        ended_at__isnull=True,
        created_at__gt=Now() - rules.PROGRAM_TOKEN_LIFE,
        last_used_at__gt=Now() - rules.PROGRAM_TOKEN_IDLE_LIMIT,
        account__status=AccountStatus.ACTIVE,
    )


def _only_live(rows: QuerySet[Session]) -> QuerySet[Session]:
    return rows.filter(
        ended_at__isnull=True,
        started_at__gt=Now() - rules.ABSOLUTE_LIMIT,
        last_seen_at__gt=Now() - rules.IDLE_LIMIT,
        account__status=AccountStatus.ACTIVE,
    )


def _live(rows: QuerySet[Session]) -> QuerySet[Session]:
    stale = ExpressionWrapper(Q(last_seen_at__lt=Now() - TOUCHED_AT_MOST_EVERY), BooleanField())
    return _only_live(rows.select_related("account").annotate(is_stale=stale)).order_by()


_session_of_key = Prepared(lambda fingerprint: _live(Session.objects.filter(key_fingerprint=fingerprint)))
_pending_of_key = Prepared(
    lambda fingerprint: (
        PendingSignIn.objects.select_related("account")
        .annotate(**second_factors.methods_of("account"))
        .filter(key_fingerprint=fingerprint, began_at__gt=Now() - rules.PENDING_LIFE)
    )
)
_client = Prepared(lambda client_id: Client.objects.filter(pk=client_id, stopped_at__isnull=True))
