"""The worker's part of mail."""

from __future__ import annotations

from opencmecf.foundation.jobs import job
from opencmecf.foundation.mail.actions import send
from opencmecf.foundation.mail.models import Message


@job("mail:send")
def send_message(message_id: int) -> None:
    """Send one message; done at once when it has been sent before."""
    send(Message.objects.get(pk=message_id))
