"""A stranger gets the same answer, and as soon, whether or not somebody has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import COURT_PASSWORD, House
from opencmecf.testing.work import answer_strangers

CHANGES = re.compile(r'csrfmiddlewaretoken" value="\w+"|<time .*?</time>|[\w.]+@example\.com|value="[^"]*"')
OF_EVERY_ANSWER = ("Content-Length", "Expires", "X-Request-ID", "Content-Security-Policy")


REGISTRATION = {
    "first_name": "Alice",
    "last_name": "Moreno",
    "date_of_birth": "1/2/1980",
    "user_type": "Private attorney",
    "address": "400 North Miami Avenue",
    "city": "Miami",
    "state": "FL",
    "zip_code": "33128",
    "country": "United States of America",
    "telephone": "305-555-0100",
    "email": "alice@example.com",
    "email_again": "alice@example.com",
    "username": "alice.second",
    "password": "a heron waits beside the canal",
    "password_again": "a heron waits beside the canal",
    "policies": "on",
}
SOMEBODY_ELSE = {
    "first_name": "Nora",
    "last_name": "Newcomer",
    "email": "nora@example.com",
    "email_again": "nora@example.com",
    "username": "nora.newcomer",
}


@dataclass(frozen=True)
class Question:
    """A form that a stranger may send about somebody, and what it is sent with for somebody and for nobody."""

    site: SiteKind
    path: str
    known: dict[str, str]
    unknown: dict[str, str]
    court: str = ""


QUESTIONS = {
    "forgotten password": Question(
        SiteKind.PACER,
        "/forgot-password",
        {"email": "alice@example.com", "username": "alice"},
        {"email": "nobody@example.com", "username": "nobody"},
    ),
    "forgotten password, another's address": Question(
        SiteKind.PACER,
        "/forgot-password",
        {"email": "alice@example.com", "username": "alice"},
        {"email": "nobody@example.com", "username": "alice"},
    ),
    "forgotten username": Question(
        SiteKind.PACER, "/forgot-username", {"email": "alice@example.com"}, {"email": "nobody@example.com"}
    ),
    "confirmation once more": Question(
        SiteKind.PACER, "/register/resend", {"email": "alice@example.com"}, {"email": "nobody@example.com"}
    ),
    "forgotten court login": Question(
        SiteKind.COURT, "/forgot-login", {"email": "john@example.com"}, {"email": "nobody@example.com"}, court="flsb"
    ),
    "PACER LOGIN": Question(
        SiteKind.LOGIN,
        "/csologin/login.jsf",
        {"loginForm:loginName": "alice", "loginForm:password": "wrong"},
        {"loginForm:loginName": "nobody", "loginForm:password": "wrong"},
    ),
    "registration": Question(
        SiteKind.PACER, "/register/attorney-filer", REGISTRATION, {**REGISTRATION, **SOMEBODY_ELSE}
    ),
    "court login": Question(
        SiteKind.COURT,
        "/cgi-bin/login.pl",
        {"login": "cm-john", "key": "wrong"},
        {"login": "cm-nobody", "key": "wrong"},
        court="flsb",
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_stranger_does_not_learn_who_has_an_account(house: House, name: str) -> None:
    house.account("alice")
    house.court_account("john", house.flsb)
    question = QUESTIONS[name]
    for sent in (question.known, question.unknown):  # so that both meet the same caches
        with forgotten():
            _ask(house, question, sent)
    answers, statements = zip(
        *(_counted(house, question, sent) for sent in (question.known, question.unknown)), strict=True
    )
    told = [(answer.status_code, _headers(answer), CHANGES.sub("", answer.text)) for answer in answers]
    for known, unknown in zip(*told, strict=True):
        assert known == unknown
    assert statements[0] == statements[1], name
    assert COURT_PASSWORD not in answers[0].text


def test_only_the_worker_looks_whether_there_is_such_an_account(house: House) -> None:
    house.account("alice")
    question = QUESTIONS["forgotten password"]
    _ask(house, question, question.known)
    _ask(house, question, question.unknown)
    assert not Message.objects.exists()
    answer_strangers()
    assert list(Message.objects.values_list("recipient", flat=True)) == ["alice@example.com"]


@contextmanager
def forgotten() -> Iterator[None]:
    """What is done inside leaves no trace in the database."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def _ask(house: House, question: Question, sent: dict[str, str]) -> Any:
    browser = house.browser(house.flsb if question.court else None, site=question.site)
    return Client(HTTP_HOST=browser.home).post(question.path, sent)


def _counted(house: House, question: Question, sent: dict[str, str]) -> tuple[Any, int]:
    with forgotten(), CaptureQueriesContext(connection) as asked:
        answer = _ask(house, question, sent)
    return answer, len(asked)


def _headers(answer: Any) -> dict[str, str]:
    """All but what differs between any two answers."""
    return {name: value for name, value in answer.items() if name not in OF_EVERY_ANSWER}
