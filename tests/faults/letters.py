"""Mails that are asked for, and what has become of them."""

from __future__ import annotations

import mailbox

import psycopg
from filer import hidden

from opencmecf.testing.running import DemoPerson, RunningDemo

SUBJECT = "Your PACER username"


def ask_for_username(demo: RunningDemo, person: DemoPerson) -> None:
    """Have a mail written."""
    with demo.browser() as browser:
        address = demo.url("pacer", "/forgot-username")
        answer = browser.post(address, data=hidden(browser.get(address)) | {"email": person.email})
        assert "Check your e-mail" in answer.text


def mails_to(demo: RunningDemo, person: DemoPerson) -> list[str]:
    """The Message-IDs of the mails with the username that have come."""
    ours = (person.email, SUBJECT)
    box = mailbox.Maildir(demo.var / "mail", create=False)
    return [str(one["Message-ID"]) for one in box if (one["X-Envelope-To"], one["Subject"]) == ours]


def mail_jobs(demo: RunningDemo, status: str) -> int:
    """How many mails have a job of that status."""
    with psycopg.connect(demo.database_url) as connection:
        query = "select count(*) from procrastinate_jobs where task_name = 'mail:send' and status::text = %s"
        row = connection.execute(query, [status]).fetchone()
    return row[0] if row else 0
