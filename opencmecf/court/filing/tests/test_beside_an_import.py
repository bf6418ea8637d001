"""Filing while a docket is taken over: nobody waits, nobody is stopped, and whoever must give way tries again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from structlog.testing import capture_logs

from opencmecf.court.cases import numbers
from opencmecf.court.cases.models import Appearance
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.actions.entries import EntryWriter
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.docket.text import text_of
from opencmecf.court.filing import actions
from opencmecf.court.filing.tests.cases import actor_of, civil_case
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.foundation.access import Role, system
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
LONGEST_WAIT = "5s"


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> tuple[House, Any, Any]:
    """A motion of Alice's that waits to be submitted."""
    settings.STORE = tmp_path / "store"
    house = House()
    alice = actor_of(house.linked("alice"))
    case = civil_case(house.flsd)
    Appearance.objects.filter(party__case=case, name="Alice Moreno").update(court_account=alice.court_account_id)
    return house, alice, draft_of(motion(case, alice), house.flsd, alice)


def nameless_sheet() -> Any:
    """A docket that shows no sequence number and no document number, so that each of them is made here."""
    entries = tuple(
        Entry(
            text=text_of(f"NOTICE {number}"),
            number=str(number),
            date_filed=date(2020, 1, 2),
            attachments=(Attachment(number=0, description="Notice"),),
        )
        for number in range(1, 4)
    )
    return replace(civil_sheet(), case_number="1:20-cv-20777-RMA", pacer_case_id="560777", entries=entries)


@pytest.mark.django_db(transaction=True)
def test_a_filing_does_not_wait_for_a_docket_that_is_taken_over(
    ready: tuple[House, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, alice, draft = ready
    written, go_on, failed = Event(), Event(), []
    write = EntryWriter.write

    def write_and_wait(self: EntryWriter, placed: Any) -> None:
        write(self, placed)
        written.set()
        go_on.wait(60)

    monkeypatch.setattr(EntryWriter, "write", write_and_wait)

    def take() -> None:
        try:
            take_over(sheet=nameless_sheet(), court=house.flsd, actor=ADMIN)
        except Exception as error:  # noqa: BLE001 - told below, in the thread of the test
            failed.append(error)
        finally:
            connection.close()

    importer = Thread(target=take)
    importer.start()
    assert written.wait(60)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [LONGEST_WAIT])
    try:
        receipt = actions.submit(draft=draft, actor=alice)
    finally:
        go_on.set()
        importer.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert receipt.facts["filer"] == "Alice Moreno"
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_whoever_had_to_give_way_files_at_the_second_try(ready: tuple[House, Any, Any]) -> None:
    """Somebody else holds the second series and asks for the first one: the database ends whoever waits longer."""
    house, alice, draft = ready
    numbers.reserve(court_id=house.flsd.pk, documents=1, entries=1)
    holds = Event()

    def other() -> None:
        try:
            with transaction.atomic():
                numbers.take_numbers(court_id=house.flsd.pk, series=numbers.ENTRIES, count=1)
                holds.set()
                _until_somebody_waits()
                numbers.take_numbers(court_id=house.flsd.pk, series=numbers.DOCUMENTS, count=1)
        finally:
            connection.close()

    beside = Thread(target=other)
    beside.start()
    assert holds.wait(60)
    with capture_logs() as logs:
        receipt = actions.submit(draft=draft, actor=alice)
    beside.join()
    assert receipt.key == draft.pk
    assert [one["event"] for one in logs if one["event"].startswith("filing")] == ["filing_gave_way"]


def _until_somebody_waits() -> None:
    """Return as soon as another session waits for a row."""
    with connection.cursor() as cursor:
        for _ in range(3000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            if cursor.fetchone()[0]:
                return
            sleep(0.01)
