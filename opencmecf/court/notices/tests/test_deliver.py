"""Everybody on the service list is told once; what a mail server says is kept, and delays nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices import actions, jobs
from opencmecf.court.notices.models import Delivery, FiledNotice, NoticeAddress
from opencmecf.court.notices.tests.notices import CASE, LINUS, MARA, NOTICE, enter
from opencmecf.foundation.access import Restriction, system
from opencmecf.testing.mail_server import Receiver, free_port
from opencmecf.testing.people import House

SOMEBODY = system("tests", "flsd")
EVERYBODY = ["vega@lawfirm.example", "staff@lawfirm.example", "mara@ostrov.example"]


@pytest.fixture
def filed(house: House) -> FiledNotice:
    assert house.flsd
    enter(NOTICE)
    return actions.freeze_notice(notice=NOTICE, actor=SOMEBODY)


def states(filed: FiledNotice) -> dict[str, str]:
    return dict(filed.deliveries.values_list("address", "state"))


def test_everybody_is_told_once(receiver: Receiver, filed: FiledNotice) -> None:
    jobs.deliver(filed.pk)
    jobs.deliver(filed.pk)
    assert [mail["To"] for mail in receiver.received] == EVERYBODY
    assert set(states(filed).values()) == {"sent"}
    assert (
        receiver.received[0]["Subject"]
        == "Activity in Case 1:20-cv-20001-RMA Vega v. Harbor Line, Inc. Motion to Dismiss"
    )
    assert "flsd_ecf_notice@" in receiver.received[0]["From"]


def test_two_people_with_one_mailbox_lose_no_other_address(receiver: Receiver, house: House) -> None:
    assert house.flsd
    first, second = (
        replace(one, addresses=("office@firm.example", f"{one.name.split()[0].lower()}@firm.example"))
        for one in (LINUS, MARA)
    )
    enter(NOTICE)
    notice = replace(NOTICE, cases=(replace(CASE, service_list=(first, second)),))
    jobs.deliver(actions.freeze_notice(notice=notice, actor=SOMEBODY).pk)
    assert [mail["To"] for mail in receiver.received] == [*first.addresses, second.addresses[1]]


def test_each_address_has_a_free_look_of_its_own(receiver: Receiver, filed: FiledNotice) -> None:
    jobs.deliver(filed.pk)
    numbers = list(filed.deliveries.order_by("pk").values_list("free_look_number", flat=True))
    assert len(set(numbers)) == 3
    for mail, number in zip(receiver.received, numbers, strict=True):
        others = set(numbers) - {number}
        assert f"magic_num={number}" in mail.get_content()
        assert not any(str(other) in mail.get_content() for other in others)


def test_a_crash_after_sending_repeats_one_mail_under_the_same_id(receiver: Receiver, filed: FiledNotice) -> None:
    jobs.deliver(filed.pk)
    filed.deliveries.filter(address="staff@lawfirm.example").update(state="waiting", sent_at=None)
    jobs.deliver(filed.pk)
    again = [mail["Message-ID"] for mail in receiver.received if mail["To"] == "staff@lawfirm.example"]
    assert len(receiver.received) == 4
    assert len(again) == 2
    assert len(set(again)) == 1


def test_one_refusal_delays_nobody(receiver: Receiver, filed: FiledNotice) -> None:
    receiver.answers = {"vega@lawfirm.example": "550 5.1.1 no such mailbox", "staff@lawfirm.example": "451 come back"}
    with pytest.raises(actions.StillWaiting):
        jobs.deliver(filed.pk)
    assert states(filed) == {
        "vega@lawfirm.example": "refused",
        "staff@lawfirm.example": "waiting",
        "mara@ostrov.example": "sent",
    }
    assert "no such mailbox" in filed.deliveries.get(address="vega@lawfirm.example").last_error
    receiver.answers = {}
    jobs.deliver(filed.pk)
    assert states(filed)["staff@lawfirm.example"] == "sent"
    assert [mail["To"] for mail in receiver.received] == ["mara@ostrov.example", "staff@lawfirm.example"]


def test_a_server_that_is_down_is_tried_again(settings: Settings, receiver: Receiver, filed: FiledNotice) -> None:
    working, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    with pytest.raises(actions.StillWaiting):
        jobs.deliver(filed.pk)
    assert set(states(filed).values()) == {"waiting"}
    settings.EMAIL_PORT = working
    jobs.deliver(filed.pk)
    assert len(receiver.received) == 3


def test_nobody_is_told_of_a_sealed_filing(house: House) -> None:
    assert house.flsd
    before = ProcrastinateJob.objects.count()
    filed = actions.freeze_notice(notice=NOTICE, is_sealed=True, actor=SOMEBODY)
    assert not filed.is_sent
    assert ProcrastinateJob.objects.count() == before


def test_a_filing_that_does_not_come_to_its_end_tells_nobody(house: House) -> None:
    assert house.flsd
    before = ProcrastinateJob.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.freeze_notice(notice=NOTICE, actor=SOMEBODY)
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == before
    assert not FiledNotice.objects.exists()


def test_settings_of_an_address_are_followed(house: House, receiver: Receiver) -> None:
    alice = house.linked("alice")
    NoticeAddress.objects.create(account=alice, address="vega@lawfirm.example", format="text")
    NoticeAddress.objects.create(account=alice, address="Staff@lawfirm.example", sending="summary", confirmed_at=Now())
    told = replace(CASE, service_list=(replace(LINUS, account=alice.pk),))
    enter(NOTICE)
    filed = actions.freeze_notice(notice=replace(NOTICE, cases=(told,)), actor=SOMEBODY)
    jobs.deliver(filed.pk)
    (mail,) = receiver.received
    assert mail.get_content_type() == "text/plain"
    assert states(filed) == {"vega@lawfirm.example": "sent", "staff@lawfirm.example": "summary"}


def test_addressing_twice_is_once(house: House) -> None:
    assert house.flsd
    filed = actions.freeze_notice(notice=NOTICE, actor=SOMEBODY)
    actions.address_deliveries(filed=filed)
    actions.address_deliveries(filed=filed)
    assert Delivery.objects.filter(notice=filed).count() == 3


def close(what: str) -> None:
    """Close the case, the entry or its text."""
    if what == "case":
        Case.objects.update(restriction=Restriction.SEALED)
    else:
        DocketEntry.objects.update(**{what: Restriction.COURT})


@pytest.mark.parametrize("what", ["case", "restriction", "text_restriction"])
def test_what_is_closed_before_it_is_sent_is_told_to_nobody(receiver: Receiver, filed: FiledNotice, what: str) -> None:
    actions.address_deliveries(filed=filed)
    Delivery.objects.filter(address="mara@ostrov.example").update(state="sent")
    close(what)
    jobs.deliver(filed.pk)
    assert receiver.received == []
    assert states(filed) == {
        "vega@lawfirm.example": "withheld",
        "staff@lawfirm.example": "withheld",
        "mara@ostrov.example": "sent",
    }
    Case.objects.update(restriction=Restriction.PUBLIC)
    DocketEntry.objects.update(restriction=Restriction.PUBLIC, text_restriction=Restriction.PUBLIC)
    jobs.deliver(filed.pk)
    assert receiver.received == []


def test_one_closed_case_withholds_a_notice_of_several(receiver: Receiver, house: House) -> None:
    other = replace(CASE, case_id="20000002", number="1:20-cv-20002-RMA")
    notice = replace(NOTICE, cases=(CASE, other))
    assert house.flsd
    enter(notice)
    filed = actions.freeze_notice(notice=notice, actor=SOMEBODY)
    Case.objects.filter(pacer_case_id="20000002").update(restriction=Restriction.SEALED)
    jobs.deliver(filed.pk)
    assert receiver.received == []


def test_one_look_whatever_the_number_of_mails(receiver: Receiver, filed: FiledNotice) -> None:
    with CaptureQueriesContext(connection) as asked:
        jobs.deliver(filed.pk)
    assert len(receiver.received) == 3
    looks = [one["sql"] for one in asked if "restriction" in one["sql"]]
    assert len(looks) == 2  # at the entries, and at their documents
