"""`cmecf notices bounced < message`: what a mail server hands on."""

from __future__ import annotations

import io

import pytest

from opencmecf import cli
from opencmecf.court.notices import actions
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.tests.notices import NOTICE
from opencmecf.court.notices.tests.test_bounces import report
from opencmecf.foundation.access import system
from opencmecf.testing.people import House


@pytest.fixture
def delivery(house: House) -> Delivery:
    """A notice that was sent to Mara."""
    assert house.flsd
    filed = actions.freeze_notice(notice=NOTICE, actor=system("tests", "flsd"))
    actions.address_deliveries(filed=filed)
    filed.deliveries.update(state="sent")
    return filed.deliveries.get(address="mara@ostrov.example")


def test_the_command_says_what_it_noted(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _piped(report(delivery.message_id), monkeypatch) == 0
    told = capsys.readouterr().out
    assert "did not reach mara@ostrov.example" in told
    assert "user unknown" in told
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.BOUNCED


def test_a_mail_of_somebody_else_is_no_failure_of_the_command(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert house.flsd
    assert _piped(report("<somebody@elses.example>"), monkeypatch) == 0
    assert capsys.readouterr().out.startswith("nothing noted")


def _piped(message: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(message)))
    return cli.main(["notices", "bounced"])
