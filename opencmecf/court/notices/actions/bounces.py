"""Mails that come back (RFC 3464: delivery status notifications)."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import HeaderParser

from django.db import transaction

from opencmecf.court.notices.models import Delivery


@transaction.atomic
def note_bounce(*, raw: bytes) -> Delivery | None:
    """Note which notice a delivery status notification says did not arrive, and why.

    Returns the mail, or None where the notification says of none of ours that it failed for good.
    """
    report = message_from_bytes(raw, policy=policy.default)
    if not isinstance(report, EmailMessage):
        return None
    reasons = [fields for fields in _statuses(report) if fields.get("Action", "").lower() == "failed"]
    message_id = next(_original_ids(report), "")
    if not reasons or not message_id:
        return None
    delivery = Delivery.objects.select_for_update().filter(message_id=message_id).first()
    if delivery is None:
        return None
    reason = reasons[0].get("Diagnostic-Code") or reasons[0].get("Status") or "It came back without a reason."
    delivery.state, delivery.last_error = Delivery.State.BOUNCED, " ".join(str(reason).split())[:500]
    delivery.save(update_fields=["state", "last_error"])
    return delivery


def _statuses(report: EmailMessage) -> Iterator[Message]:
    """Yield the groups of fields in the part that machines are to read."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            yield from (group for group in groups if isinstance(group, Message)) if isinstance(groups, list) else ()


def _original_ids(report: EmailMessage) -> Iterator[str]:
    """Yield the Message-ID of the mail that came back, from the copy of it or of its header."""
    for part in report.walk():
        if part is not report and part["Message-ID"]:
            yield str(part["Message-ID"]).strip()
        elif isinstance(part, EmailMessage) and part.get_content_type() == "text/rfc822-headers":
            header = HeaderParser(policy=policy.default).parsestr(str(part.get_content()))
            yield str(header["Message-ID"] or "").strip()
