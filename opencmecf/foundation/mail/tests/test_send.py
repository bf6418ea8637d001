"""Mail: written with the act, sent once, and what the other server says is kept."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from opencmecf.foundation.mail import actions, jobs
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.mail_server import Receiver, free_port

TEMPLATE = "filers/mail/forgot.txt"


@pytest.fixture
def message(db: None) -> Message:
    return Message.objects.create(
        recipient="alice@example.com",
        subject="Your CM/ECF login – é",
        text="First line\n.\nLast line\n",
        message_id="<one@example.gov>",
    )


def test_a_mail_is_sent_once(receiver: Receiver, message: Message) -> None:
    jobs.send_message(message.pk)
    jobs.send_message(message.pk)
    (mail,) = receiver.received
    assert (mail["To"], mail["Subject"]) == ("alice@example.com", "Your CM/ECF login – é")
    assert mail["Message-ID"] == "<one@example.gov>"
    assert mail.get_content().splitlines() == ["First line", ".", "Last line"]
    message.refresh_from_db()
    assert message.sent_at is not None
    assert message.refused_at is None


def test_a_crash_after_sending_repeats_the_mail_under_the_same_id(receiver: Receiver, message: Message) -> None:
    jobs.send_message(message.pk)
    Message.objects.update(sent_at=None, text=message.text)
    jobs.send_message(message.pk)
    assert [mail["Message-ID"] for mail in receiver.received] == ["<one@example.gov>"] * 2


@pytest.mark.parametrize("step", ["recipient_answer", "data_answer"])
def test_a_refusal_for_good_is_kept_and_not_tried_again(receiver: Receiver, message: Message, step: str) -> None:
    setattr(receiver, step, "550 5.1.1 no such mailbox")
    jobs.send_message(message.pk)
    setattr(receiver, step, "250 OK")
    jobs.send_message(message.pk)
    message.refresh_from_db()
    assert receiver.received == []
    assert message.refused_at is not None
    assert message.sent_at is None
    assert "550" in message.last_error
    assert "no such mailbox" in message.last_error


@pytest.mark.parametrize("step", ["recipient_answer", "data_answer"])
def test_a_server_that_asks_for_patience_is_tried_again(receiver: Receiver, message: Message, step: str) -> None:
    setattr(receiver, step, "451 4.7.1 greylisted, come back later")
    with pytest.raises(smtplib.SMTPException, match="greylisted"):
        jobs.send_message(message.pk)
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.refused_at is None
    setattr(receiver, step, "250 OK")
    jobs.send_message(message.pk)
    message.refresh_from_db()
    assert len(receiver.received) == 1
    assert message.sent_at is not None


def test_a_server_that_is_down_is_tried_again(settings: Settings, receiver: Receiver, message: Message) -> None:
    settings.EMAIL_PORT = free_port()
    with pytest.raises(OSError, match="refused"):
        jobs.send_message(message.pk)
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.refused_at is None


def test_what_was_sent_or_refused_is_forgotten_and_who_and_when_is_kept(receiver: Receiver, message: Message) -> None:
    jobs.send_message(message.pk)
    message.refresh_from_db()
    assert (message.recipient, message.subject, message.text) == ("alice@example.com", "Your CM/ECF login – é", "")
    Message.objects.update(sent_at=None, text="https://pacer.example/reset-password/secret")
    receiver.recipient_answer = "550 5.1.1 no such mailbox"
    jobs.send_message(message.pk)
    message.refresh_from_db()
    assert (message.text, bool(message.refused_at)) == ("", True)


def test_a_mail_that_could_not_be_sent_is_given_up_after_a_week(receiver: Receiver, message: Message) -> None:
    jobs.give_up()
    message.refresh_from_db()
    assert message.text
    Message.objects.update(created_at=F("created_at") - timedelta(days=8), last_error="451 later")
    jobs.give_up()
    message.refresh_from_db()
    assert (message.text, message.last_error) == ("", "given up; last: 451 later")
    jobs.send_message(message.pk)  # an operator has pressed “Try again”
    assert receiver.received == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_an_act_that_fails_is_never_sent() -> None:
    jobs_before = ProcrastinateJob.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.write(to="alice@example.com", template=TEMPLATE, url="/x")
        _ = 1 / 0
    assert not Message.objects.exists()
    assert ProcrastinateJob.objects.count() == jobs_before


@pytest.mark.django_db
def test_a_mail_is_written_with_its_subject_its_id_and_its_job(settings: Settings) -> None:
    settings.MAIL_DOMAIN = "ecf.example.gov"
    written = actions.write(to="alice@example.com", template=TEMPLATE, court_name="O'Hara & Sons Court", url="/x")
    other = actions.write(to="alice@example.com", template=TEMPLATE, court_name="Court", url="/x")
    assert written.subject == "Your CM/ECF login at O'Hara & Sons Court"
    assert "\n" not in written.subject
    assert written.message_id.endswith("@ecf.example.gov>")
    assert written.message_id != other.message_id
    last, before = ProcrastinateJob.objects.filter(task_name="mail:send").order_by("-id")[:2]
    assert (before.args, last.args) == ({"message_id": written.pk}, {"message_id": other.pk})
