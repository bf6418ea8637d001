"""Looking up sessions and tokens; the limits are kept here, in SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from opencmecf.central.accounts.models import AccountStatus
from opencmecf.central.directory.queries import is_registered_filer
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import CentralSiteKey, Client, ProgramToken, Session
from opencmecf.foundation import secrets
from opencmecf.foundation.database.prepared import Prepared

TOUCHED_AT_MOST_EVERY = timedelta(minutes=1)


def session_of_key(key: str) -> Session | None:
    """The live session whose cookie at the login site holds `key`."""
    return _session_of_key.first(fingerprint=secrets.fingerprint(key))


def session_at_site(key: str, site: str) -> Session | None:
    """The live session whose cookie at another central site holds `key`."""
    sites = CentralSiteKey.objects.filter(key_fingerprint=secrets.fingerprint(key), site=site)
    return _live(Session.objects.filter(pk__in=sites.values("session"))).first()


def client(client_id: str) -> Client | None:
    """The site or program of that id, or None. A NUL character is in no id, and the database refuses it."""
    return None if "\0" in client_id else _client.first(client_id=client_id)


def touch(session: Session) -> None:
    """Note that the person is still there, at most once a minute."""
    if not getattr(session, "is_stale", True):
        return
    stale = Session.objects.filter(pk=session.pk, last_seen_at__lt=Now() - TOUCHED_AT_MOST_EVERY)
    stale.update(last_seen_at=Now())


def introspect(token: str) -> dict[str, Any]:
    """What a court is told about a program's token (RFC 7662): the person's claims, or only that it is not active."""
    found = (
        ProgramToken.objects.select_related("account")
        .filter(
            token_fingerprint=secrets.fingerprint(token),
            ended_at__isnull=True,
            created_at__gt=Now() - rules.PROGRAM_TOKEN_LIFE,
            last_used_at__gt=Now() - rules.PROGRAM_TOKEN_IDLE_LIMIT,
            account__status=AccountStatus.ACTIVE,
        )
        .first()
    )
    if found is None:
        return {"active": False}
    ProgramToken.objects.filter(pk=found.pk, last_used_at__lt=Now() - TOUCHED_AT_MOST_EVERY).update(last_used_at=Now())
    return {
        "active": True,
        "token_type": "nextGenCSO",
        "client_code": found.client_code,
        "redaction_acknowledged": found.redaction_acknowledged,
        "is_filer": is_registered_filer(found.account.number),
        **found.account.claims(),
    }


def _live(rows: QuerySet[Session]) -> QuerySet[Session]:
    live = Q(
        ended_at__isnull=True,
        started_at__gt=Now() - rules.ABSOLUTE_LIMIT,
        last_seen_at__gt=Now() - rules.IDLE_LIMIT,
        account__status=AccountStatus.ACTIVE,
    )
    stale = ExpressionWrapper(Q(last_seen_at__lt=Now() - TOUCHED_AT_MOST_EVERY), BooleanField())
    return rows.select_related("account").annotate(is_stale=stale).filter(live).order_by()


_session_of_key = Prepared(lambda fingerprint: _live(Session.objects.filter(key_fingerprint=fingerprint)))
_client = Prepared(lambda client_id: Client.objects.filter(pk=client_id))
