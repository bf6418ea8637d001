"""The worker's part of mail."""

from __future__ import annotations

from opencmecf.foundation.jobs import job, periodic
from opencmecf.foundation.mail.actions import give_up_unsent, send
from opencmecf.foundation.mail.models import Message


@job("mail:send")
def send_message(message_id: int) -> None:
    """Send one message; done at once when it has been sent before."""
    send(Message.objects.get(pk=message_id))


@periodic("mail:give-up", cron="29 3 * * *")
def give_up() -> None:
    """Every night: forget the texts of mails that could not be sent for a week."""
    give_up_unsent()
