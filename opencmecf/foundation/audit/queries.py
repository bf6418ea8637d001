"""Reading and verifying the trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.foundation.audit.models import AuditEvent

BEFORE_THE_FIRST = "0" * 64


def events_of(chain: str, *, limit: int | None = None) -> list[dict[str, Any]]:
    """The events of `chain`, newest first and at most `limit`, each as its body with `at` and `position` added."""
    rows = AuditEvent.objects.filter(chain=chain).order_by("-position")[:limit]
    return [{**json.loads(row.body), "at": row.at, "position": row.position} for row in rows]


def times_of(act: str, *, chain: str, within: timedelta) -> list[datetime]:
    """When `act` was recorded in `chain`, as far as that is no longer ago than `within`."""
    recent = AuditEvent.objects.filter(chain=chain, at__gt=Now() - within)
    return [at for at, body in recent.values_list("at", "body") if json.loads(body)["act"] == act]


def latest_of(acts: Iterable[str], *, chain: str) -> list[dict[str, Any]]:
    """The events of `chain` that are one of `acts`, newest first, as `events_of` gives them."""
    wanted = set(acts)
    any_of = Q()
    for act in wanted:
        any_of |= Q(body__contains=f'"act":"{act}"')
    rows = AuditEvent.objects.filter(any_of, chain=chain).order_by("-position")
    events = [{**json.loads(row.body), "at": row.at, "position": row.position} for row in rows]
    return [event for event in events if event["act"] in wanted]


def speaks_of(subject: str, *, chain: str) -> bool:
    """Whether an event of `chain` names `subject`, itself a chain, among what it was about."""
    return AuditEvent.objects.filter(chain=chain, body__contains=json.dumps(subject)).exists()


def has_begun(chain: str) -> bool:
    """Whether anything was ever recorded in `chain`."""
    return AuditEvent.objects.filter(chain=chain).exists()


def broken_links() -> Iterator[str]:
    """One sentence for each event whose hash, place or predecessor is not what it must be."""
    chain, position, previous = "", 0, BEFORE_THE_FIRST
    for event in AuditEvent.objects.order_by("chain", "position").iterator(chunk_size=2000):
        if event.chain != chain:
            chain, position, previous = event.chain, 0, BEFORE_THE_FIRST
        position += 1
        if event.position != position:
            yield f"audit chain {chain}: event {position} is missing"
            position = event.position
        elif event.previous != previous:
            yield f"audit chain {chain}: event {position} does not follow the one before it"
        if event.hash != expected_hash(event.previous, event.chain, event.position, event.at, event.body):
            yield f"audit chain {chain}: event {position} was changed after it was written"
        previous = event.hash


def expected_hash(previous: str, chain: str, position: int, at: datetime, body: str) -> str:
    """The hash that an untouched event has; computed here apart from the database's own function."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return hashlib.sha256(f"{previous}\n{chain}\n{position}\n{stamp}\n{body}".encode()).hexdigest()
