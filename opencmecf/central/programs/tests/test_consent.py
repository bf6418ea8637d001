"""The page that asks: what it says, what is remembered, and when it is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencmecf.central.programs import actions
from opencmecf.central.programs.models import Program
from opencmecf.central.programs.tests.makers import (
    REDIRECT,
    Calling,
    allowed,
    answered,
    approved,
    asked,
    browser_of,
    sent_back,
)
from opencmecf.central.signon.models import AuthorizationCode, Consent, Session
from opencmecf.central.signon.tests.flow import machine
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import House, central_actor

pytestmark = pytest.mark.django_db


def mails(house: House) -> list[str]:
    return list(Message.objects.filter(recipient=house.account("john").email).values_list("subject", flat=True))


def test_the_page_says_who_asks_what_they_will_see_and_what_not(john: Client, calendar: Calling) -> None:
    text = text_of(john.get(asked(john, calendar, scope="openid email")))
    for words in (
        "Docket Calendar",
        "Gulf Software LLC",
        "https://www.gulf.example/calendar",
        "Puts the deadlines of your cases into your calendar.",
        "calendar.gulf.example",
        "John Attorney (john)",
        "Your e-mail address",
        "your password or your second factor",
        "It cannot search, view, file or spend money in your name.",
    ):
        assert words in text
    assert "Your account number and your courts" not in text


def test_allowing_leads_back_to_the_program_with_a_code(house: House, john: Client, calendar: Calling) -> None:
    told = allowed(john, calendar)
    assert set(told) == {"code", "state", "iss"}
    consent = Consent.objects.get()
    assert (consent.account.username, consent.scope) == ("john", calendar.scope)
    assert mails(house) == ["You have let a program in: Docket Calendar"]
    event = events_of(house.account("john").chain)[0]
    assert (event["act"], event["data"]["program"]) == ("program:access:allow", "Docket Calendar")


def test_not_allowing_tells_the_program_and_nothing_else(house: House, john: Client, calendar: Calling) -> None:
    told = sent_back(answered(john, asked(john, calendar), "deny"), calendar)
    assert told["error"] == "access_denied"
    assert told["state"] == calendar.state
    assert not Consent.objects.exists()
    assert not AuthorizationCode.objects.exists()
    assert mails(house) == []


def test_the_same_is_not_asked_twice(house: House, john: Client, calendar: Calling) -> None:
    allowed(john, calendar)
    assert "code" in sent_back(john.get(calendar.url()), calendar)
    assert "code" in sent_back(john.get(calendar.url(scope="openid")), calendar)
    assert len(mails(house)) == 1


def test_more_is_asked_for_again_and_marked(house: House, john: Client, calendar: Calling) -> None:
    allowed(john, calendar, scope="openid email")
    page = asked(john, calendar, scope="openid profile")
    text = text_of(john.get(page))
    assert "Your name (new)" in text
    assert "Your e-mail address" not in text
    answered(john, page)
    assert Consent.objects.get().scope == "openid email profile"
    assert len(mails(house)) == 2


def test_another_person_and_another_program_are_asked_for_themselves(house: House, john: Client) -> None:
    calendar = approved(house)
    allowed(john, calendar)
    asked(browser_of(house, "charlie"), calendar)
    other = approved(house, name="Another calendar")
    asked(john, other)


def a_minute_ago() -> None:
    """Let what was done so far lie a minute back: all of a test happens at one moment."""
    Consent.objects.update(given_at=Now() - timedelta(minutes=1))
    Session.objects.update(started_at=Now() - timedelta(minutes=1))


def test_a_program_can_have_it_asked_anew(john: Client, calendar: Calling) -> None:
    allowed(john, calendar)
    a_minute_ago()
    page = asked(john, calendar, prompt="consent")
    back = answered(john, page)
    assert "code" in sent_back(john.get(back["Location"]), calendar)
    a_minute_ago()
    asked(john, calendar, prompt="consent")


def test_a_program_that_wants_no_questions_is_told_that_there_is_one(john: Client, calendar: Calling) -> None:
    assert sent_back(john.get(calendar.url(prompt="none")), calendar)["error"] == "consent_required"
    assert sent_back(machine().get(calendar.url(prompt="none")), calendar)["error"] == "login_required"
    allowed(john, calendar)
    assert "code" in sent_back(john.get(calendar.url(prompt="none")), calendar)


def test_a_program_can_have_the_password_asked_and_the_consent_after_it(john: Client, calendar: Calling) -> None:
    a_minute_ago()
    answer = john.get(calendar.url(prompt="login consent"))
    assert answer["Location"].startswith("/csologin/login.jsf?")
    page = john.get(answer["Location"])
    form = {"loginForm:loginName": "john", "loginForm:password": "correct-horse-battery-staple"}
    back = john.post("/csologin/login.jsf", {**form, "next": page.context["next"]})
    assert back["Location"].startswith("/signon/consent?")
    answer = john.get(answered(john, back["Location"])["Location"])
    assert "code" in sent_back(answer, calendar)


def test_a_court_is_never_asked_about(house: House) -> None:
    with CaptureQueriesContext(connection) as asked_of_the_database:
        john = house.signed_in("john", house.flsd)
        assert b"Welcome, John Attorney" in john.at(house.ca11).get("/cgi-bin/login.pl").content
    statements = [str(query["sql"]) for query in asked_of_the_database]
    assert not [one for one in statements if "signon_consent" in one or "refresh" in one]
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "/signon/authorize?client_id=court-flsd&redirect_uri=x",
        "/signon/authorize?client_id=nobody",
        "/signon/authorize?",
    ],
)
def test_there_is_nothing_to_allow_for_a_request_that_is_none(house: House, john: Client, target: str) -> None:
    answer = john.post("/signon/consent", {"next": target, "allow": "yes"})
    assert answer.status_code == 404
    assert not Consent.objects.exists()


@pytest.mark.parametrize("target", ["", "https://evil.example/", "//evil.example", "/manage"])
def test_the_page_leads_nowhere_else(john: Client, target: str) -> None:
    answer = john.post("/signon/consent", {"next": target, "allow": "yes"})
    assert answer["Location"] == "/csologin/login.jsf"


def test_nobody_allows_anything_without_being_logged_in(house: House, calendar: Calling) -> None:
    answer = machine().post("/signon/consent", {"next": calendar.url(), "allow": "yes"})
    assert answer["Location"] == calendar.url()
    assert not Consent.objects.exists()


def test_what_a_program_did_not_register_for_is_not_asked_and_not_told(house: House, john: Client) -> None:
    modest = approved(house, scope="openid email")
    text = text_of(john.get(asked(john, modest, scope="openid email accounts profile")))
    assert "Your account number" not in text
    got = modest.signed_in(john, scope="openid email accounts profile")
    assert got["scope"] == "openid email"


def test_the_browser_may_go_on_to_the_program_alone(john: Client, calendar: Calling) -> None:
    policy = john.get(asked(john, calendar))["Content-Security-Policy"]
    (form_action,) = [part for part in policy.split(";") if part.strip().startswith("form-action")]
    assert "https://calendar.gulf.example" in form_action
    assert "evil" not in form_action
    assert "frame-ancestors 'none'" in policy


def test_a_change_that_waits_is_not_shown_to_people(house: House, john: Client, calendar: Calling) -> None:
    alice = central_actor(house.account("alice"))
    program = Program.objects.get()
    details = actions.Details(
        **{
            **{name: getattr(program, name) for name in ("publisher", "web_site", "purpose", "contact", "scope")},
            "name": "PACER itself",
            "redirect_uris": [REDIRECT, "https://evil.example/"],
            "post_logout_redirect_uris": [],
            "backchannel_logout_uri": "",
        }
    )
    actions.change_program(program=program, details=details, actor=alice)
    assert "PACER itself" not in text_of(john.get(asked(john, calendar)))
    assert john.get(calendar.url(redirect_uri="https://evil.example/")).status_code == 400
    program = Program.objects.get()
    actions.approve_program(program=program, seen=program.asked_for, actor=central_actor(house.account("sasha")))
    assert "PACER itself" in text_of(john.get(asked(john, calendar)))
