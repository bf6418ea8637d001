"""Mails that come back are noted with the notice that they carried."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from opencmecf.court.notices import actions
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.tests.notices import NOTICE
from opencmecf.foundation.access import system
from opencmecf.testing.people import House

REPORT = """From: MAILER-DAEMON@mx.example
To: flsd_ecf_notice@localhost
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It did not arrive.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mara@ostrov.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown
--cut
Content-Type: {part}

Message-ID: {message_id}
Subject: Activity in Case

--cut--
"""


@pytest.fixture
def delivery(house: House) -> Delivery:
    assert house.flsd
    filed = actions.freeze_notice(notice=NOTICE, actor=system("tests", "flsd"))
    actions.address_deliveries(filed=filed)
    filed.deliveries.update(state="sent")
    return filed.deliveries.get(address="mara@ostrov.example")


def report(message_id: str, action: str = "failed", part: str = "text/rfc822-headers") -> bytes:
    return REPORT.format(message_id=message_id, action=action, part=part).encode()


@pytest.mark.parametrize("part", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_came_back_is_noted_with_the_reason(delivery: Delivery, part: str) -> None:
    assert actions.note_bounce(raw=report(delivery.message_id, part=part)) == delivery
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("bounced", "smtp; 550 5.1.1 user unknown")


def test_a_delay_is_no_bounce(delivery: Delivery) -> None:
    assert actions.note_bounce(raw=report(delivery.message_id, action="delayed")) is None
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_other_mail_is_passed_over(delivery: Delivery) -> None:
    assert actions.note_bounce(raw=report("<somebody@elses.example>")) is None
    plain = EmailMessage()
    plain.set_content(f"I am out of the office. {delivery.message_id}")
    assert actions.note_bounce(raw=plain.as_bytes()) is None
    assert actions.note_bounce(raw=b"\xff\xfe not even a mail") is None
