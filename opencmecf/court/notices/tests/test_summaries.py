"""Whoever wants a summary gets one mail for the day, once the day is over at the court."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices import actions, jobs
from opencmecf.court.notices.models import Delivery, NoticeAddress
from opencmecf.court.notices.tests.notices import CASE, LINUS, NOTICE, enter
from opencmecf.foundation import clock
from opencmecf.foundation.access import Restriction, system
from opencmecf.testing.mail_server import Receiver
from opencmecf.testing.people import House


@pytest.fixture
def waiting(house: House) -> list[Delivery]:
    alice = house.linked("alice")
    NoticeAddress.objects.create(account=alice, address="vega@lawfirm.example", sending="summary")
    case = replace(CASE, service_list=(replace(LINUS, addresses=("vega@lawfirm.example",), account=alice.pk),))
    for number, text in enumerate(("ANSWER to Complaint", "NOTICE of Appearance"), start=41):
        told = replace(case, de_seq_num=number, document_number=str(number))
        notice = replace(NOTICE, cases=(told,), docket_text=text)
        enter(notice)
        filed = actions.freeze_notice(notice=notice, actor=system("tests", "flsd"))
        jobs.deliver(filed.pk)
    return list(Delivery.objects.order_by("pk"))


def test_nothing_is_sent_before_the_day_is_over(receiver: Receiver, waiting: list[Delivery]) -> None:
    jobs.summaries()
    assert receiver.received == []
    assert {one.state for one in waiting} == {"summary"}


def test_one_mail_holds_the_notices_of_the_day(receiver: Receiver, waiting: list[Delivery]) -> None:
    Delivery.objects.update(made_at=clock.now() - timedelta(days=1))
    jobs.summaries()
    jobs.summaries()
    (mail,) = receiver.received
    text = mail.get_content()
    assert (mail["To"], mail["Subject"]) == ("vega@lawfirm.example", "Summary of ECF Activity: 2 transactions")
    for one, said in zip(waiting, ("ANSWER to Complaint", "NOTICE of Appearance"), strict=True):
        assert said in text
        assert f"magic_num={one.free_look_number}" in text
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_summary_that_cannot_be_sent_waits(receiver: Receiver, waiting: list[Delivery]) -> None:
    assert len(waiting) == 2
    Delivery.objects.update(made_at=clock.now() - timedelta(days=1))
    receiver.data_answer = "451 later"
    jobs.summaries()
    assert set(Delivery.objects.values_list("state", "attempts")) == {("summary", 1)}
    receiver.data_answer = "250 OK"
    jobs.summaries()
    assert len(receiver.received) == 1


def test_what_was_closed_during_the_day_is_left_out_of_the_summary(receiver: Receiver, waiting: list[Delivery]) -> None:
    Delivery.objects.update(made_at=clock.now() - timedelta(days=1))
    DocketEntry.objects.filter(words="ANSWER to Complaint").update(text_restriction=Restriction.SEALED)
    jobs.summaries()
    (mail,) = receiver.received
    assert "ANSWER" not in mail.get_content()
    assert mail["Subject"] == "Summary of ECF Activity: 1 transaction"
    assert [one.state for one in Delivery.objects.order_by("pk")] == ["withheld", "sent"]


def test_a_summary_of_what_was_closed_alone_is_not_sent(receiver: Receiver, waiting: list[Delivery]) -> None:
    assert len(waiting) == 2
    Delivery.objects.update(made_at=clock.now() - timedelta(days=1))
    DocketEntry.objects.update(restriction=Restriction.SEALED)
    jobs.summaries()
    assert receiver.received == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"withheld"}
