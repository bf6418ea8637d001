"""Looking up sessions and tokens; the limits are kept here, in SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.central.accounts.models import AccountStatus
from opencmecf.central.directory.queries import is_registered_filer
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import CentralSiteKey, ProgramToken, Session
from opencmecf.foundation import secrets

TOUCHED_AT_MOST_EVERY = timedelta(minutes=1)


def session_of_key(key: str) -> Session | None:
    """The live session whose cookie at the login site holds `key`."""
    return _live(Session.objects.filter(key_fingerprint=secrets.fingerprint(key)))


def session_at_site(key: str, site: str) -> Session | None:
    """The live session whose cookie at another central site holds `key`."""
    sites = CentralSiteKey.objects.filter(key_fingerprint=secrets.fingerprint(key), site=site)
    return _live(Session.objects.filter(pk__in=sites.values("session")))


def touch(session: Session) -> None:
    """Note that the person is still there, at most once a minute."""
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


def _live(rows: Any) -> Session | None:
    live = Q(
        ended_at__isnull=True,
        started_at__gt=Now() - rules.ABSOLUTE_LIMIT,
        last_seen_at__gt=Now() - rules.IDLE_LIMIT,
        account__status=AccountStatus.ACTIVE,
    )
    session: Session | None = rows.select_related("account").filter(live).first()
    return session
