"""Programs for developers, Programs with access, and the service center's desk."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.programs import actions, rules
from opencmecf.central.programs.models import Program, ProgramState
from opencmecf.central.programs.tests.makers import (
    DETAILS,
    REDIRECT,
    Calling,
    approved,
    browser_of,
    known,
    registered,
    with_second_factor,
)
from opencmecf.central.signon.models import Consent, Session
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db

FORM = {
    "name": DETAILS.name,
    "publisher": DETAILS.publisher,
    "web_site": DETAILS.web_site,
    "purpose": DETAILS.purpose,
    "contact": DETAILS.contact,
    "kind": "confidential",
    "redirect_uris": f"{REDIRECT}\n\n{REDIRECT}\nhttp://127.0.0.1:8080/back\n",
    "scopes": ["email", "offline_access"],
}


def acts(program: Program) -> list[str]:
    return [event["act"] for event in events_of(f"client:{program.pk}")]


def at_accounts(house: House, username: str) -> Browser:
    """Somebody in Manage My Account who has just shown a second factor."""
    browser = house.signed_in(username, site=SiteKind.PACER)
    with_second_factor(house.account(username))
    Session.objects.update(second_factor_at=Now())
    return browser


@pytest.fixture
def alice(house: House) -> Browser:
    return at_accounts(house, "alice")


@pytest.fixture
def sasha(house: House) -> Browser:
    return at_accounts(house, "sasha")


def approve(desk: Browser, client_id: str) -> Any:
    """The page after somebody at the service center has looked at a program and pressed Approve."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', desk.get(f"/desk/programs/{client_id}").content.decode())
    assert found
    return desk.post(f"/desk/programs/{client_id}/approve", {"seen": found[1]})


def test_a_program_that_was_changed_after_it_was_looked_at_is_not_approved(
    house: House, alice: Browser, sasha: Browser
) -> None:
    program = registered(house)
    page = sasha.get(f"/desk/programs/{program.pk}")
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())
    assert seen
    alice.post(f"/developer/programs/{program.pk}/change", {**FORM, "redirect_uris": "https://thief.example/in"})
    for typed in ({"seen": seen[1]}, {}):
        refused = sasha.post(f"/desk/programs/{program.pk}/approve", typed)
        assert refused.status_code == 409
        assert "Nothing was approved" in text_of(refused)
        assert f'href="/desk/programs/{program.pk}"' in refused.content.decode()
    program.refresh_from_db()
    assert program.state == ProgramState.REQUESTED
    assert program.client.stopped_at
    approve(sasha, program.pk)
    program = Program.objects.get()
    assert program.client.redirect_uris == ["https://thief.example/in"]


def test_a_program_is_registered_approved_and_used(house: House, alice: Browser, sasha: Browser) -> None:
    assert "You have registered no program." in text_of(alice.get("/developer/programs"))
    page = alice.post("/developer/programs/register", FORM)
    program = Program.objects.get()
    assert "The program waits for a decision" in text_of(page)
    assert program.redirect_uris == [REDIRECT, "http://127.0.0.1:8080/back"]
    assert program.scope == "openid email offline_access"
    assert browser_of(house).get(Calling(client_id=program.pk).url()).status_code == 400
    assert program.name in text_of(sasha.get("/desk/programs"))
    page = approve(sasha, program.pk)
    assert "State Approved" in text_of(page)
    assert Message.objects.get(recipient=DETAILS.contact).subject == "Your program was approved: Docket Calendar"
    page = alice.post(f"/developer/programs/{program.pk}/secret", {})
    found = re.search(r"Client secret\s+(\S+)", text_of(page))
    assert found
    assert found[1] not in text_of(alice.get(f"/developer/programs/{program.pk}"))
    calling = Calling(client_id=program.pk, secret=found[1], scope=program.scope)
    told = known(calling.signed_in(browser_of(house))["access_token"])
    assert told is not None
    assert told["email"] == "john@example.com"
    assert acts(program) == ["program:secret:make", "program:any:approve", "program:own:register"]


def test_a_new_secret_makes_the_one_before_void(house: House) -> None:
    program = approved(house)
    made = actions.make_secret(program=Program.objects.get(), actor=central_actor(house.account("alice")))
    browser = browser_of(house)
    former, program.secret = program.secret, made
    assert program.signed_in(browser)
    program.secret = former
    assert program.refresh("x").status_code == 401


def test_a_public_program_has_no_secret(house: House) -> None:
    program = registered(house, is_public=True)
    with pytest.raises(Refused, match="no secret"):
        actions.make_secret(program=program, actor=central_actor(house.account("alice")))


@pytest.mark.parametrize("traits", [{"account_type": "legacy"}, {"is_shared": True}])
def test_who_may_register_is_told_before_anything_is_typed(
    house: House, alice: Browser, traits: dict[str, Any]
) -> None:
    Account.objects.filter(username="alice").update(**traits)
    page = alice.get("/developer/programs/register")
    assert page.status_code == 409
    assert "Name of the program" not in text_of(page)


def test_without_a_second_factor_nothing_is_registered(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    for page in (john.get("/developer/programs/register"), john.post("/developer/programs/register", FORM)):
        assert "needs a second factor" in text_of(page)
    assert not Program.objects.exists()


def test_nobody_registers_without_end(house: House) -> None:
    for number in range(rules.MOST_PROGRAMS):
        registered(house, name=f"Calendar {number}")
    with pytest.raises(Refused, match="can register 10 programs"):
        registered(house)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("redirect_uris", "http://calendar.gulf.example/x", "Use https."),
        ("redirect_uris", "http://localhost:8080/x", "Write 127.0.0.1 in place of localhost"),
        ("redirect_uris", "https://*.gulf.example/x", "a * does not stand for others"),
        ("redirect_uris", "https://calendar.gulf.example/x#y", "Leave out the part from # on"),
        ("redirect_uris", "https://gulf.example@evil.example/", "Leave out the sign @"),
        ("redirect_uris", "https://gülf.example/", "plain letters"),
        ("redirect_uris", "calendar.gulf.example", "Write the whole address"),
        ("redirect_uris", "javascript:alert(1)", "Write the whole address"),
        ("redirect_uris", "gulf:/signed-in", "Write the whole address"),
        ("redirect_uris", "https://[::1/", "Write the whole address"),
        ("redirect_uris", "", "Fill in “Redirect addresses”."),
        ("redirect_uris", "\n".join(f"https://gulf.example/{n}" for n in range(11)), "Type 10 addresses at most."),
        ("post_logout_redirect_uris", "http://gulf.example/", "Use https."),
        ("backchannel_logout_uri", "http://gulf.example/", "Use https."),
        ("web_site", "www.gulf.example", "beginning with https://"),
        ("contact", "nobody", "Type a whole e-mail address, such as name@example.com."),
        ("kind", "", "Choose an answer for “Where does it run?”."),
        ("scopes", ["court"], "court"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(alice: Browser, field: str, typed: Any, told: str) -> None:
    page = alice.post("/developer/programs/register", {**FORM, field: typed})
    assert told in text_of(page)
    assert DETAILS.purpose in page.content.decode()
    assert not Program.objects.exists()


def test_a_program_is_its_makers_own(house: House, alice: Browser) -> None:
    program = registered(house)
    john = at_accounts(house, "john")
    for path in ("", "/change"):
        assert john.get(f"/developer/programs/{program.pk}{path}").status_code == 404
    for path in ("/secret", "/stop"):
        assert john.post(f"/developer/programs/{program.pk}{path}", {}).status_code == 404
    with pytest.raises(NotFound):
        actions.make_secret(program=program, actor=central_actor(house.account("john")))
    with pytest.raises(NotAllowed):
        actions.approve_program(program=program, seen=program.asked_for, actor=central_actor(house.account("alice")))


def test_a_change_waits_while_the_program_goes_on(house: House, alice: Browser, sasha: Browser) -> None:
    calendar = approved(house)
    page = alice.get(f"/developer/programs/{calendar.client_id}/change")
    assert DETAILS.purpose in page.content.decode()
    page = alice.post(f"/developer/programs/{calendar.client_id}/change", {**FORM, "name": "Calendar 2"})
    assert "Your change waits for a decision" in text_of(page)
    assert calendar.signed_in(browser_of(house))
    text = text_of(sasha.get(f"/desk/programs/{calendar.client_id}"))
    changed = "name, redirect addresses, addresses after logging out, logout notices, what it may know"
    assert f"Would change {changed}" in text
    approve(sasha, calendar.client_id)
    program = Program.objects.get()
    assert (program.in_force["name"], program.client.name) == ("Calendar 2", "Calendar 2")
    assert program.client.allowed_scope == "openid email offline_access"


def test_the_service_center_stops_a_program_with_a_reason(house: House, sasha: Browser) -> None:
    calendar = approved(house)
    got = calendar.signed_in(browser_of(house))
    page = sasha.post(f"/desk/programs/{calendar.client_id}", {"reason": ""})
    assert "Fill in “Reason”." in text_of(page)
    sasha.post(f"/desk/programs/{calendar.client_id}", {"reason": "Sells what it learns"})
    program = Program.objects.get()
    assert (program.state, program.decision) == (ProgramState.STOPPED, "Sells what it learns")
    assert known(got["access_token"]) is None
    assert "Sells what it learns" in Message.objects.get(subject__startswith="Your program is stopped").text
    actions.stop_program(program=program, reason="again", actor=central_actor(house.account("sasha")))
    assert acts(program).count("program:any:stop") == 1
    approve(sasha, calendar.client_id)
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).json()["error"] == "invalid_grant"


def test_nobody_approves_a_program_of_their_own(house: House, sasha: Browser) -> None:
    program = registered(house)
    Program.objects.update(owner=house.account("sasha"))
    page = approve(sasha, program.pk)
    assert "You have registered this program yourself." in text_of(page)
    assert Program.objects.get().state == ProgramState.REQUESTED


def test_a_maker_stops_a_program_and_asks_again(house: House, alice: Browser) -> None:
    calendar = approved(house)
    page = alice.post(f"/developer/programs/{calendar.client_id}/stop", {})
    assert "This program is stopped" in text_of(page)
    alice.post(f"/developer/programs/{calendar.client_id}/change", FORM)
    program = Program.objects.get()
    assert program.state == ProgramState.REQUESTED
    assert not program.is_answered


def test_the_programs_of_a_merged_account_are_there_for_the_one_that_stays(house: House) -> None:
    program = registered(house)
    alice, john = house.account("alice"), house.account("john")
    stranger = house.signed_in("charlie", site=SiteKind.PACER)
    Account.objects.filter(pk=alice.pk).update(merged_into=john, status=AccountStatus.CLOSED)
    assert stranger.get(f"/developer/programs/{program.pk}").status_code == 404
    browser = house.signed_in("john", site=SiteKind.PACER)
    assert "Docket Calendar" in browser.get("/developer/programs").content.decode()
    browser.post(f"/developer/programs/{program.pk}/stop", {})
    program.refresh_from_db()
    assert program.state == ProgramState.STOPPED


def test_programs_with_access_are_listed_and_shut_out(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    assert "No program of others has access" in text_of(john.get("/manage/program-access"))
    calendar = approved(house)
    got = calendar.signed_in(browser_of(house))
    text = text_of(john.get("/manage/program-access"))
    for words in ("Docket Calendar", "Gulf Software LLC", "Your name", "Your account number and your courts"):
        assert words in text
    page = john.post(f"/manage/program-access/{Consent.objects.get().pk}/end", {})
    assert "No program of others has access" in text_of(page)
    assert known(got["access_token"]) is None
    chain = [event["act"] for event in events_of(house.account("john").chain)]
    assert chain[0] == "program:access:end"
    history = text_of(john.get("/manage/history"))
    assert "The access of the program “Docket Calendar” was taken away." in history


def test_nobody_shuts_out_for_another(house: House) -> None:
    calendar = approved(house)
    calendar.signed_in(browser_of(house))
    charlie = house.signed_in("charlie", site=SiteKind.PACER)
    assert charlie.post(f"/manage/program-access/{Consent.objects.get().pk}/end", {}).status_code == 404
    with pytest.raises(NotFound):
        actions.shut_out(consent=Consent.objects.get(), actor=central_actor(house.account("charlie")))


def test_where_you_are_logged_in_names_the_program(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    approved(house).signed_in(browser_of(house))
    assert "Docket Calendar" in text_of(john.get("/manage/sessions"))
