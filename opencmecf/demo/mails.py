"""Reading the demonstration's mailbox."""

from __future__ import annotations

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from django.conf import settings

KEY = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Mail:
    """One mail as the mailbox shows it."""

    key: str
    to: str
    sender: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str = ""


def mails(to: str = "") -> list[Mail]:
    """Every mail, newest first; those to one address when `to` is given."""
    if not settings.MAILBOX.exists():
        return []
    box = mailbox.Maildir(settings.MAILBOX, create=False)
    found = [_read(key, box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118 - a Maildir iterates over messages
    wanted = [mail for mail in found if not to or to.lower() in mail.to.lower()]
    return sorted(wanted, key=lambda mail: mail.key, reverse=True)


def mail(key: str) -> Mail | None:
    """The mail of that key, or None."""
    if not KEY.fullmatch(key):
        return None
    return next((mail for mail in mails() if mail.key == key), None)


def _read(key: str, raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    is_html = body is not None and body.get_content_subtype() == "html"
    date = message["Date"]
    return Mail(
        key=key,
        to=str(message["X-Envelope-To"] or message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(date)) if date else None,
        text="" if is_html or body is None else body.get_content(),
        html=_framed(body.get_content()) if is_html and body else "",
    )


def _framed(html: str) -> str:
    """Return a mail in HTML so that its links leave the frame in which it is shown."""
    return html.replace("<head>", '<head><base target="_top">', 1)
