"""The pages about notices: settings, the notice again, mailing information."""

from __future__ import annotations

import re

import pytest

from opencmecf.court.cases.models import Appearance
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.notices import actions, jobs, rules
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.notices.tests.notices import NOTICE, enter
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.mail_server import Receiver
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN}))
CHOSEN = {"receives": "yes", "asks_before_free_look": "no", "sending": "summary", "format": "text"}


@pytest.fixture
def alice(house: House):  # type: ignore[no-untyped-def]
    house.linked("alice")
    return house.signed_in("alice", house.flsd)


def test_a_secondary_address_is_added_changed_and_removed(alice) -> None:  # type: ignore[no-untyped-def]
    page = alice.post("/utilities/email/add", CHOSEN | {"address": "staff@moreno.example"})
    assert b"Your changes are saved" in page.content
    row = NoticeAddress.objects.get()
    assert (row.address, row.sending, row.format) == ("staff@moreno.example", "summary", "text")
    alice.post(f"/utilities/email/{row.pk}", CHOSEN | {"receives": "no"})
    row.refresh_from_db()
    assert (row.address, row.receives) == ("staff@moreno.example", False)
    alice.post(f"/utilities/email/{row.pk}/remove", {})
    assert not NoticeAddress.objects.exists()


def link_in(message: Message) -> str:
    found = re.search(r"/notice-address/confirm\?token=(\S+)", message.text)
    assert found, message.text
    return found[1].replace("%3A", ":")


def test_a_secondary_address_is_told_once_its_reader_has_confirmed_it(house: House, alice) -> None:  # type: ignore[no-untyped-def]
    page = alice.post("/utilities/email/add", CHOSEN | {"address": "staff@moreno.example"}).content.decode()
    assert "Not confirmed yet" in page
    message = Message.objects.exclude(recipient="alice@example.com").get()
    assert (message.recipient, message.subject[:12]) == ("staff@moreno.example", "Confirm this")
    row = NoticeAddress.objects.get()
    assert rules.addresses_told("alice@example.com", [row]) == ("alice@example.com",)
    reader, token = house.browser(house.flsd), link_in(message)
    assert "Do you want notices" in reader.get(f"/notice-address/confirm?token={token}").content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is None  # looking changes nothing
    for _ in range(2):
        assert "is confirmed" in reader.post("/notice-address/confirm", {"token": token}).content.decode()
    row.refresh_from_db()
    assert rules.addresses_told("alice@example.com", [row]) == ("alice@example.com", "staff@moreno.example")
    assert "Not confirmed yet" not in alice.get("/utilities/email").content.decode()
    alice.post(f"/utilities/email/{row.pk}/remove", {})
    page = reader.post("/notice-address/confirm", {"token": token}).content.decode()
    assert "does not work any more" in page
    assert "does not work any more" in reader.get("/notice-address/confirm?token=x").content.decode()


def test_strangers_are_not_flooded_with_questions(alice) -> None:  # type: ignore[no-untyped-def]
    alice.post("/utilities/email/add", CHOSEN | {"address": "stranger@moreno.example"})
    row = NoticeAddress.objects.get()
    for _ in range(12):
        page = alice.post(f"/utilities/email/{row.pk}/ask", {}).content.decode()
    assert "Many addresses were written to" in page
    assert Message.objects.filter(recipient="stranger@moreno.example").count() == 10


def test_the_primary_address_cannot_be_exchanged_here(house: House, alice) -> None:  # type: ignore[no-untyped-def]
    alice.post("/utilities/email/primary", CHOSEN | {"address": "other@moreno.example"})
    assert NoticeAddress.objects.get().address == house.flsd.courtaccount_set.get(login="cm-alice").email


def test_a_sixth_secondary_address_is_refused_and_nothing_typed_is_lost(alice) -> None:  # type: ignore[no-untyped-def]
    for number in range(5):
        alice.post("/utilities/email/add", CHOSEN | {"address": f"staff{number}@moreno.example"})
    page = alice.post("/utilities/email/add", CHOSEN | {"address": "staff5@moreno.example"}).content.decode()
    assert "Remove one that is not needed any more" in page
    assert "staff5@moreno.example" in page
    assert NoticeAddress.objects.count() == 5


def test_what_is_no_address_is_said(alice) -> None:  # type: ignore[no-untyped-def]
    page = alice.post("/utilities/email/add", CHOSEN | {"address": "staff at moreno"}).content.decode()
    assert "Type a whole e-mail address, such as name@example.com." in page


def test_clerks_see_what_became_of_each_mail(house: House, receiver: Receiver) -> None:
    house.linked("carla", role=Role.CLERK)
    enter(NOTICE)
    filed = actions.freeze_notice(notice=NOTICE, actor=system("tests", house.flsd.pk))
    receiver.answers = {"vega@lawfirm.example": "550 5.1.1 no such mailbox"}
    jobs.deliver(filed.pk)
    page = house.signed_in("carla", house.flsd).get(f"/notices/{filed.pk}").content.decode()
    assert "Refused by the mail server: 550 5.1.1 no such mailbox" in page
    assert "MOTION to Dismiss" in page


def test_clerks_see_that_mails_were_withheld(house: House, receiver: Receiver) -> None:
    house.linked("carla", role=Role.CLERK)
    enter(NOTICE)
    filed = actions.freeze_notice(notice=NOTICE, actor=system("tests", house.flsd.pk))
    DocketEntry.objects.update(restriction=Restriction.SEALED)
    jobs.deliver(filed.pk)
    assert receiver.received == []
    page = house.signed_in("carla", house.flsd).get(f"/notices/{filed.pk}").content.decode()
    assert "Withheld: closed before it was sent" in page
    assert "Serve those recipients by other means" in page


def test_mailing_info_lists_who_is_told_how(house: House, alice) -> None:  # type: ignore[no-untyped-def]
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    account = house.flsd.courtaccount_set.get(login="cm-alice")
    Appearance.objects.update(court_account=account)
    page = alice.get("/utilities/mailing-info?case_number=20-20001").content.decode()
    assert account.email in page
    assert "No case of this court" in alice.get("/utilities/mailing-info?case_number=20-99999").content.decode()
