"""Asking courts who files for whom.

Each court is asked with a token of ours that names the person (see `signon/event_tokens.py`), and answers what its own
page shows that person. Nothing of it is kept here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
from django.conf import settings

from opencmecf.central.delegations import rules
from opencmecf.central.directory import queries as directory
from opencmecf.central.directory.models import CourtListing
from opencmecf.central.signon.event_tokens import CONTENT_TYPE, UnknownCourt, event_token
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.client import DELEGATIONS_EVENT
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.foundation.sites import SiteKind

PATH = "/internal/delegations"
PATIENCE_SECONDS = 12.0  # for all courts together; one that hangs takes most of it


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCourt:
    """Who files for whom at a court; with `is_reachable` False the court has not answered."""

    court: CourtListing
    given: tuple[rules.Told, ...] = ()
    held: tuple[rules.Told, ...] = ()
    is_reachable: bool = True


def at_courts(account_number: str, *, also: str = "", http: Http) -> list[AtCourt]:
    """Return what the courts answer at which the account files, by name, and what the court with the id `also` does."""
    wanted = {one.court_id for one in directory.registrations_of(account_number)} | {also}
    courts = [court for court in directory.courts() if court.pk in wanted]
    return list(_answers(courts, account_number, http))


def _answers(courts: list[CourtListing], account_number: str, http: Http) -> Iterator[AtCourt]:
    until = time.monotonic() + PATIENCE_SECONDS
    for court in courts:
        if time.monotonic() > until:
            yield AtCourt(court=court, is_reachable=False)
            continue
        try:
            yield _asked(court, account_number, http)
        except (httpx.HTTPError, ValueError, Refused, UnknownCourt):
            yield AtCourt(court=court, is_reachable=False)


def _asked(court: CourtListing, account_number: str, http: Http) -> AtCourt:
    token = event_token(
        court_id=court.pk, account_number=account_number, event=DELEGATIONS_EVENT, facts={}, key=str(uuid4())
    )
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, PATH, court=court.pk)
    answer = http.post(url, content=token, headers={"Content-Type": CONTENT_TYPE}).raise_for_status().json()
    given, held = (tuple(rules.told_in(answer, side)) for side in ("given", "held"))
    return AtCourt(court=court, given=given, held=held)
