"""What the clerk's office closes, corrects or replaces before a mail goes: the mail says what is open by then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.clerk.tests.test_corrections import _replace
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.notices import jobs
from opencmecf.court.notices.models import Delivery, FiledNotice, MailFormat, NoticeAddress, Sending
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.testing.mail_server import Receiver
from opencmecf.testing.people import House

FORMATS = [MailFormat.HTML, MailFormat.TEXT]
CLOSED = "Document not open to the public"


@pytest.fixture
def filed(entry: DocketEntry) -> FiledNotice:
    """The notice of entry 5, a motion with two exhibits, before any mail of it."""
    return FiledNotice.objects.get(receipt__entries__entry=entry)


def held(entry: DocketEntry, number: int) -> Document:
    return entry.holdings.select_related("document").get(attachment_number=number).document


def link_to(document: Document) -> str:
    return f"/doc1/{document.prefix}1{document.number}"


def told_as(how: str, *, sending: str = Sending.PER_FILING) -> None:
    """Let Alice be told in this format."""
    alice = CourtAccount.objects.get(login="cm-alice")
    NoticeAddress.objects.create(account=alice, address=alice.email, format=how, sending=sending)


def mailed(filed: FiledNotice, receiver: Receiver) -> str:
    jobs.deliver(filed.pk)
    (mail,) = receiver.received
    return str(mail.get_content())


@pytest.mark.parametrize("how", FORMATS)
def test_a_closed_main_document_is_neither_linked_nor_named(
    receiver: Receiver, filed: FiledNotice, entry: DocketEntry, carla: Actor, how: str
) -> None:
    told_as(how)
    document = held(entry, 0)
    restrict_document(document=document, restriction=Restriction.SEALED, reason="order", actor=carla)
    said = mailed(filed, receiver)
    assert CLOSED in said
    assert link_to(document) not in said
    assert "motion.pdf" not in said
    assert "Exhibit" in said
    assert "exhibit-1.pdf" in said
    assert filed.facts["docket_text"] in said


@pytest.mark.parametrize("how", FORMATS)
def test_a_closed_exhibit_is_not_named_and_the_motion_is_linked(
    receiver: Receiver, filed: FiledNotice, entry: DocketEntry, carla: Actor, how: str
) -> None:
    told_as(how)
    restrict_document(document=held(entry, 2), restriction=Restriction.COURT, reason="order", actor=carla)
    said = mailed(filed, receiver)
    assert "exhibit-2.pdf" not in said
    assert "exhibit-1.pdf" in said
    assert link_to(held(entry, 0)) in said
    assert CLOSED not in said


def test_a_replaced_document_is_linked_by_the_right_one(
    receiver: Receiver, house: House, filed: FiledNotice, entry: DocketEntry, carla: Actor
) -> None:
    former = held(entry, 0)
    _replace(entry, 0, house, carla)
    said = mailed(filed, receiver)
    assert link_to(former) not in said
    assert link_to(held(entry, 0)) in said
    assert "motion.pdf" not in said  # what the wrong one was called
    assert CLOSED not in said


@pytest.mark.parametrize("how", FORMATS)
def test_a_corrected_text_is_told_as_it_reads_now(
    receiver: Receiver, filed: FiledNotice, entry: DocketEntry, carla: Actor, how: str
) -> None:
    told_as(how)
    correct(entry, carla, words="MOTION to Dismiss by kanarienvogel")
    correct(entry, carla, words="MOTION to Dismiss by a minor")
    said = mailed(filed, receiver)
    assert "MOTION to Dismiss by a minor" in said
    assert "kanarienvogel" not in said
    assert filed.facts["docket_text"] not in said


def test_a_text_that_was_not_corrected_is_told_as_it_was_filed(receiver: Receiver, filed: FiledNotice) -> None:
    told_as(MailFormat.TEXT)
    assert filed.facts["docket_text"] in mailed(filed, receiver)


def test_the_summary_of_the_day_tells_the_corrected_text(
    receiver: Receiver, filed: FiledNotice, entry: DocketEntry, carla: Actor
) -> None:
    told_as(MailFormat.TEXT, sending=Sending.SUMMARY)
    jobs.deliver(filed.pk)
    restrict_document(document=held(entry, 0), restriction=Restriction.SEALED, reason="order", actor=carla)
    correct(entry, carla, words="MOTION to Dismiss by a minor")
    Delivery.objects.update(made_at=clock.now() - timedelta(days=1))
    jobs.summaries()
    (mail,) = receiver.received
    assert "MOTION to Dismiss by a minor" in mail.get_content()
    assert CLOSED in mail.get_content()
    assert filed.facts["docket_text"] not in mail.get_content()


def test_a_second_correction_leaves_the_first_ones_text_out_of_its_mail(
    receiver: Receiver, entry: DocketEntry, carla: Actor
) -> None:
    told_as(MailFormat.TEXT)
    notice = correct(entry, carla, words="MOTION to Dismiss by kanarienvogel", tell=True).notice
    correct(entry, carla, words="MOTION to Dismiss by a minor")
    assert notice is not None
    said = mailed(notice, receiver)
    assert "kanarienvogel" not in said
    assert "MOTION to Dismiss by a minor" in said
