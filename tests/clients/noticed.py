"""A filing of Alice's in the demonstration, and what an unmodified juriscraper reads in the mail that tells of it."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from collections.abc import Callable
from email.message import Message
from typing import Any

from juriscraper.pacer.email import S3NotificationEmail

from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import CHECKOUT, RunningDemo

_FILE = """
import sys
import django
django.setup()
from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import actions
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.access import Actor, Role
court, case_id, event, menu = sys.argv[1:]
alice = CourtAccount.objects.get(court_id=court, login="am300121")
actor = Actor(
    label=f"filer:{court}:{alice.pk}", site=court, name="Alice Moreno", court_account_id=alice.pk,
    roles=frozenset({Role.PACER_USER, Role.FILER}),
)
case = Case.objects.get(court_id=court, pacer_case_id=case_id)
actions.submit(draft=draft_of(motion(case, actor, event, menu=CaseKind(menu)), case.court, actor), actor=actor)
"""


def entry_of_notice(
    demo: RunningDemo, *, court: str, case_id: str, event: str, menu: CaseKind, tells: Callable[[Message], bool]
) -> dict[str, Any]:
    """File in a case, wait for the mail that `tells` of it, and return the entry that juriscraper reads in it."""
    environment = {"DJANGO_SETTINGS_MODULE": "opencmecf.config.settings", **demo.environment}
    subprocess.run(
        [sys.executable, "-c", _FILE, court, case_id, event, menu], cwd=CHECKOUT, env=environment, check=True
    )
    box = mailbox.Maildir(demo.var / "mail", create=False)
    found: list[str] = []

    def has_come() -> bool:
        found[:] = [mail.as_string() for mail in box if tells(mail)]
        return bool(found)

    wait_until(has_come, 30)
    reader = S3NotificationEmail(court)
    reader._parse_text(found[-1])
    entry: dict[str, Any] = reader.data["dockets"][0]["docket_entries"][0]
    return entry
