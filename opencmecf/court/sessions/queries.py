"""Who is behind a cookie."""

from __future__ import annotations

import time
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Now

from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.sessions import rules
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation import clock, reference, secrets
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.exemption import Exemption, covering, exemptions_in
from opencmecf.foundation.relying_party import Claims, SignOnFailed

_introspected: dict[tuple[str, str], tuple[float, Claims]] = {}


OF_PRESENT_PASSWORD = (
    Q(court_account__isnull=True)
    | Q(court_account__password_set_at__isnull=True)
    | Q(court_account__password_set_at__lt=F("started_at"))
)


def session_of_key(key: str, *, court_id: str) -> CourtSession | None:
    """The live session of this court whose cookie holds `key`, with the court, the person and their accounts.

    One that began with a court-issued login is dead as soon as that has a new password, whenever the job comes by that
    ends it.
    `asked_at` on it is the time by the database's clock.
    """
    return _session_of_key.first(fingerprint=secrets.fingerprint(key), court_id=court_id)


_session_of_key = Prepared(
    lambda fingerprint, court_id: (
        CourtSession.objects.select_related("court", "person__court_account", "court_account")
        .annotate(
            is_stale=ExpressionWrapper(Q(last_seen_at__lt=Now() - rules.TOUCHED_AT_MOST_EVERY), BooleanField()),
            asked_at=Now(),
        )
        .filter(
            OF_PRESENT_PASSWORD,
            key_fingerprint=fingerprint,
            court_id=court_id,
            started_at__gt=Now() - rules.ABSOLUTE_LIMIT,
            last_seen_at__gt=Now() - rules.IDLE_LIMIT,
        )
    )
)


def touch(session: CourtSession) -> None:
    """Note that the person is still there, at most once a minute."""
    if not getattr(session, "is_stale", True):
        return
    stale = CourtSession.objects.filter(pk=session.pk, last_seen_at__lt=Now() - rules.TOUCHED_AT_MOST_EVERY)
    stale.update(last_seen_at=Now())


def claims_of_program(token: str, court: HostedCourt) -> dict[str, Any] | None:
    """What Central Sign-On says of a program's token, remembered for some seconds; None when it is not valid."""
    place = (court.court_id, secrets.fingerprint(token))
    asked_at, claims = _introspected.get(place, (0.0, {}))
    if time.monotonic() - asked_at > rules.INTROSPECTION_GOOD_FOR_SECONDS or not claims:
        claims = court.relying_party().introspect(token)
        _forget_old_answers()
        _introspected[place] = (time.monotonic(), claims)
    return claims if claims.get("active") else None


def standing_of(account_number: str, court: HostedCourt) -> Claims | None:
    """What Central Sign-On says of an account's exemptions now, remembered for some seconds; None when it is away."""
    place = (court.court_id, f"standing of {account_number}")
    asked_at, standing = _introspected.get(place, (0.0, {}))
    if time.monotonic() - asked_at > rules.INTROSPECTION_GOOD_FOR_SECONDS or not standing:
        try:
            standing = court.relying_party().look_up(f"/internal/courts/{court.court_id}/people/{account_number}")
        except SignOnFailed:
            return None
        _forget_old_answers()
        _introspected[place] = (time.monotonic(), standing)
    return standing


def usable_exemption(session: CourtSession) -> Exemption | None:
    """The exemption of the session's person that covers this court today, as the court knows it, or None."""
    if session.person is None:
        return None
    return exemption_today(exemptions_in(session.person.exemptions), session.court_id)


def exemption_today(exemptions: tuple[Exemption, ...], court_id: str) -> Exemption | None:
    """Which of `exemptions` covers this court on the day that it is there now, or None. Asks no database for none."""
    if not exemptions:
        return None
    return covering(exemptions, court_id, clock.today(reference.court(court_id).zone))


def _forget_old_answers() -> None:
    oldest = time.monotonic() - rules.INTROSPECTION_GOOD_FOR_SECONDS
    for place in [place for place, (asked_at, _) in _introspected.items() if asked_at < oldest]:
        _introspected.pop(place, None)
