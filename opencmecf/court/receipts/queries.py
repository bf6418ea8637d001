"""Reading receipts."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opencmecf.court.receipts.models import Attempt, Receipt
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.prepared import all_lines

_LAST = """
SELECT last.case_id, last.place, last.hash, last.accepted_at
FROM unnest(%s::bigint[]) AS asked (case_id), LATERAL (
    SELECT one.case_id, one.place, one.hash, receipt.accepted_at
    FROM filing_receipt_entry one JOIN filing_receipt receipt ON receipt.key = one.receipt_id
    WHERE one.case_id = asked.case_id ORDER BY one.place DESC LIMIT 1) AS last
"""


@dataclass(frozen=True, slots=True)
class LastFiling:
    """The latest filing of a case: `place` counts its filings from 1, `hash` is what the next one follows."""

    case_id: int
    place: int
    hash: str
    accepted_at: datetime


def last_filings(cases: Iterable[int]) -> dict[int, LastFiling]:
    """Return the latest filing of each of these cases that has one; it stays that while the caller has them locked."""
    return {line[0]: LastFiling(*line) for line in all_lines(_LAST, [list(cases)])}


def accepted_at(last: Mapping[int, LastFiling]) -> datetime:
    """Return the time of a filing that is being accepted, after these ones in its cases.

    It is the time at which the submission began, by the database's clock: waiting for another filing costs nobody a
    deadline. Within a case it never goes back.
    """
    return max([clock.now(), *(one.accepted_at for one in last.values())])


def has_filing_since(court_id: str, moment: datetime) -> bool:
    """Return whether anything was filed at the court since that time."""
    return Receipt.objects.filter(court_id=court_id, accepted_at__gte=moment).exists()


def receipt_of(key: UUID, actor: Actor) -> Receipt:
    """Return the receipt of a filing. Raises `NotFound`, also for somebody who may not see it."""
    return Receipt.objects.select_related("notice").get_for(actor, key=key)


def attempt_of(attempt_id: UUID, actor: Actor) -> Attempt:
    """Return the certificate of an attempt. Raises `NotFound`, also for somebody who may not see it."""
    return Attempt.objects.get_for(actor, pk=attempt_id)


def kid_of(signature: str) -> str:
    """Return the id of the key that a detached signature names."""
    header = json.loads(urlsafe_b64decode(signature.partition(".")[0] + "=="))
    return str(header["kid"])
