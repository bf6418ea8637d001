"""Reading receipts."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from opencmecf.court.receipts.models import Attempt, Receipt, ReceiptEntry
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor


def accepted_at(cases: Iterable[int]) -> datetime:
    """Return the time of a filing that is being accepted, in cases that the caller has locked.

    It is the time at which the submission began, by the database's clock: waiting for another filing costs nobody a
    deadline. Within a case it never goes back.
    """
    last = ReceiptEntry.objects.filter(case__in=list(cases)).aggregate(last=Max("receipt__accepted_at"))["last"]
    now = clock.now()
    return max(now, last) if last else now


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
