"""Writing and sending mail."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Now

from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail.letters import Letter, drawn
from opencmecf.foundation.mail.models import Message

PERMANENT_REFUSALS = range(500, 600)
KEPT_UNSENT = timedelta(days=7)


def write(*, to: str, template: str, **context: Any) -> Message:
    """Write a mail to `to` in the transaction of the act, as `drawn` makes it; the worker sends it after commit."""
    return post(to=to, letter=drawn(template, **context))


def post(*, to: str, letter: Letter) -> Message:
    """Write `letter` to `to` in the transaction of the act; the worker sends it after commit."""
    message = Message.objects.create(
        recipient=to,
        subject=letter.subject,
        text=letter.text,
        message_id=make_msgid(domain=settings.MAIL_DOMAIN),
    )
    enqueue("mail:send", message_id=message.pk)
    return message


def send(message: Message) -> None:
    """Hand `message` to the mail server, once. A refusal for good is recorded; other failures are raised for retry.

    Its text is forgotten then: links in it open accounts, and nobody needs it here any more.
    """
    if message.sent_at or message.refused_at:
        return
    mail = EmailMessage(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.recipient],
        headers={"Message-ID": message.message_id},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        ((code, reason),) = error.recipients.values()
        _note_failure(message, code, reason)
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        _note_failure(message, error.smtp_code, error.smtp_error)
    else:
        Message.objects.filter(pk=message.pk).update(sent_at=Now(), last_error="", text="")


@transaction.atomic
def give_up_unsent() -> int:
    """Forget the texts of mails that could not be sent for a week, longer than their links work; returns how many."""
    late = Message.objects.filter(sent_at=None, refused_at=None, created_at__lt=Now() - KEPT_UNSENT)
    return late.update(refused_at=Now(), last_error=Concat(Value("given up; last: "), "last_error"), text="")


def _note_failure(message: Message, code: int, reason: bytes | str) -> None:
    told = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    if code in PERMANENT_REFUSALS:
        Message.objects.filter(pk=message.pk).update(refused_at=Now(), last_error=f"{code} {told}", text="")
        return
    raise smtplib.SMTPException(f"{code} {told}")
