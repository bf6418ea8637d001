"""The daily summary report: one mail for all the notices of a day (feature map 8.3)."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from opencmecf.court.notices.mail import summary
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.queries import as_mailed_now, frozen_all
from opencmecf.court.notices.values import Notice


def send_summaries(*, court_id: str) -> int:
    """Send everybody at a court who wants one the summary of what waits for it; returns how many were sent.

    One that cannot be sent now waits for the next time, with all that it holds. What has been closed since it was
    filed is left out for good.
    """
    waiting = Delivery.objects.filter(state=Delivery.State.SUMMARY, notice__court_id=court_id)
    pairs = waiting.order_by("address").values_list("address", flat=True).distinct()
    return sum(_send(court_id, address) for address in pairs)


@transaction.atomic
def _send(court_id: str, address: str) -> bool:
    held = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("notice")
        .filter(state=Delivery.State.SUMMARY, notice__court_id=court_id, address=address)
        .order_by("notice_id")
    )
    if not held:
        return False
    told = _not_withheld(held)
    if not told:
        return False
    items = [(notice, one.free_look_number) for notice, one in told]
    rows = Delivery.objects.filter(pk__in=[one.pk for _, one in told])
    try:
        get_connection().send_messages([summary(court_id, address, told[0][1].message_id, items)])
    except (smtplib.SMTPException, OSError) as error:
        rows.update(attempts=F("attempts") + 1, last_error=str(error)[:500])
        return False
    rows.update(state=Delivery.State.SENT, sent_at=Now(), attempts=F("attempts") + 1, last_error="")
    return True


def _not_withheld(held: Sequence[Delivery]) -> list[tuple[Notice, Delivery]]:
    """Return what may still be told of the notices that these mails carry; the others are withheld."""
    notices = frozen_all([one.notice for one in held])
    looked = list(zip(as_mailed_now(notices), held, strict=True))
    closed = [one.pk for notice, one in looked if notice is None]
    if closed:
        Delivery.objects.filter(pk__in=closed).update(state=Delivery.State.WITHHELD)
    return [(notice, one) for notice, one in looked if notice is not None]
