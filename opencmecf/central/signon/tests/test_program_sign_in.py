"""`cso-auth` and `cso-logout`, and what a token of theirs opens at courts (wire contract 2.1 to 2.3)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db.models.functions import Now
from django.test import Client

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.directory import actions as directory
from opencmecf.central.directory.models import RegisteredFiler
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import Attempt, ProgramToken
from opencmecf.central.signon.tests.flow import OPERATOR, basic, machine
from opencmecf.foundation import clock, secrets
from opencmecf.foundation.audit.queries import events_of
from opencmecf.testing.people import PASSWORD, House

pytestmark = pytest.mark.django_db

AUTH, LOGOUT = "/services/cso-auth", "/services/cso-logout"
JOHN = {"loginId": "john", "password": PASSWORD}


def ask(path: str, body: Any, **headers: str) -> Any:
    """The fields of the JSON answer, which is always 200."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    answer = machine().post(
        path, text, content_type="application/json", headers={"Accept": "application/json", **headers}
    )
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def token_of(**changes: Any) -> str:
    answer = ask(AUTH, {**JOHN, **changes})
    assert answer["loginResult"] == "0", answer
    found: str = answer["nextGenCSO"]
    return found


@pytest.fixture(autouse=True)
def john(house: House) -> Account:
    return house.account("john")


@pytest.fixture
def registered(house: House, john: Account) -> Account:
    """john, linked at flsd as the national register knows it."""
    directory.update_listing(court_id="flsd", name="Southern District", kind="district", is_nextgen=True)
    directory.record_filer(
        court_id="flsd",
        account_number=john.number,
        actor=OPERATOR,
        filer_name="John Attorney",
        role="filer",
        linked_at=clock.now(),
    )
    return john


def test_the_answer_is_three_strings_and_the_token_has_128_characters() -> None:
    answer = ask(AUTH, JOHN)
    assert list(answer) == ["nextGenCSO", "loginResult", "errorDescription"]
    assert (answer["loginResult"], answer["errorDescription"]) == ("0", "")
    assert len(answer["nextGenCSO"]) == 128
    assert all(isinstance(value, str) for value in answer.values())


def test_a_token_is_kept_as_a_hash_and_is_on_the_record(john: Account) -> None:
    token = token_of(clientCode=" 4410-02 ", redactFlag="1")
    kept = ProgramToken.objects.get()
    assert kept.token_fingerprint == secrets.fingerprint(token)
    assert (kept.client_code, kept.redaction_acknowledged) == ("4410-02", True)
    assert "signon:program-token:issue" in [event["act"] for event in events_of(john.chain)]
    assert Attempt.objects.get().way == "cso-auth"


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"loginId": "nobody"}, {"password": ""}, {"loginId": None}, {"password": None}]
)
def test_wrong_credentials_are_number_13_without_a_token(changes: dict[str, Any]) -> None:
    assert ask(AUTH, {**JOHN, **changes}) == {
        "nextGenCSO": "",
        "loginResult": "13",
        "errorDescription": "Invalid username, password, or one-time passcode.",
    }
    assert not Attempt.objects.get().succeeded


@pytest.mark.parametrize("flag", [{}, {"redactFlag": "0"}, {"redactFlag": ""}, {"redactFlag": None}])
def test_a_filer_who_does_not_accept_the_redaction_duty_is_number_1(registered: Account, flag: dict[str, Any]) -> None:
    answer = ask(AUTH, {**JOHN, **flag})
    assert (answer["nextGenCSO"], answer["loginResult"]) == ("", "1")
    assert answer["errorDescription"].startswith("All filers must redact: Social Security or taxpayer-identification")
    assert not ProgramToken.objects.exists()


@pytest.mark.parametrize("flag", ["1", 1])
def test_a_filer_who_accepts_it_comes_in(registered: Account, flag: Any) -> None:
    assert token_of(redactFlag=flag)


def test_the_redaction_duty_is_no_way_to_learn_who_files(registered: Account) -> None:
    assert ask(AUTH, {**JOHN, "password": "wrong"})["loginResult"] == "13"


def test_somebody_who_files_nowhere_need_not_accept_it() -> None:
    assert not RegisteredFiler.objects.exists()
    assert token_of()


@pytest.mark.parametrize(
    ("status", "told"),
    [(AccountStatus.PENDING, "not confirmed yet"), (AccountStatus.DISABLED, "not active")],
)
def test_an_account_that_may_not_sign_in_is_told_why(status: AccountStatus, told: str) -> None:
    Account.objects.update(status=status)
    answer = ask(AUTH, JOHN)
    assert (answer["nextGenCSO"], answer["loginResult"]) == ("", "13")
    assert told in answer["errorDescription"]


def test_a_program_that_guesses_is_slowed_down() -> None:
    for _ in range(5):
        ask(AUTH, {**JOHN, "password": "wrong"})
    answer = ask(AUTH, JOHN)
    assert (answer["nextGenCSO"], answer["loginResult"]) == ("", "13")
    assert "Wait 5 seconds" in answer["errorDescription"]


def test_a_client_code_of_33_characters_is_refused_in_words() -> None:
    answer = ask(AUTH, {**JOHN, "clientCode": "x" * 33})
    assert answer["nextGenCSO"] == ""
    assert "at most 32 characters" in answer["errorDescription"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        '"text"',
        "null",
        b"\xff\xfe\x00",
        "[" * 60_000,
        '{"a":' * 12_000,
        '{"loginId": ' + "9" * 5000 + "}",
        " " * 70_000 + "{}",
        '{"loginId": "\\u0000", "password": "x"}',
        '{"loginId": "john", "password": "\\u0000"}',
        '{"loginId": "\\ud800", "password": "x"}',
        '{"loginId": "john", "password": "\\ud800"}',
        '{"loginId": ["john"], "password": {"a": 1}}',
        '{"loginId": "john", "password": "x", "clientCode": "\\u0000"}',
    ],
)
@pytest.mark.parametrize("path", [AUTH, LOGOUT])
def test_a_body_that_makes_no_sense_is_answered_200_without_a_token(path: str, body: str | bytes) -> None:
    answer = ask(path, body)
    assert answer["loginResult"] in ("1", "13")
    assert answer["errorDescription"]
    assert not answer.get("nextGenCSO")


@pytest.mark.parametrize("code", ["\\u0000", "a\\ud800"])
def test_a_client_code_that_is_no_text_brings_no_token(code: str) -> None:
    body = f'{{"loginId": "john", "password": "{PASSWORD}", "clientCode": "{code}"}}'
    assert ask(AUTH, body)["nextGenCSO"] == ""


def xml(path: str, body: str | bytes, accept: str = "application/xml") -> ElementTree.Element:
    headers = {"Accept": accept} if accept else {}
    answer = machine().post(path, body, content_type="application/xml", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_xml_is_answered_in_xml() -> None:
    body = f"<CsoAuth><loginId>john</loginId><password>{PASSWORD}</password><redactFlag>1</redactFlag></CsoAuth>"
    for accept in ("application/xml", "text/xml", "", "*/*"):
        answer = xml(AUTH, body, accept)
        assert answer.tag == "CsoAuthResponse"
        assert [child.tag for child in answer] == ["nextGenCSO", "loginResult", "errorDescription"]
        assert answer.findtext("loginResult") == "0"
        assert len(answer.findtext("nextGenCSO") or "") == 128


def test_xml_is_answered_in_json_to_whoever_accepts_that() -> None:
    answer = machine().post(
        AUTH, "<CsoAuth/>", content_type="text/xml", headers={"Accept": "application/json, text/plain"}
    )
    assert answer.json()["loginResult"] == "13"


def test_a_token_ends_by_xml_too() -> None:
    token = token_of()
    assert xml(LOGOUT, f"<CsoLogout><nextGenCSO>{token}</nextGenCSO></CsoLogout>").findtext("loginResult") == "0"
    assert ProgramToken.objects.get().ended_at is not None


ENTITIES = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b "john">]><CsoAuth><loginId>&b;</loginId></CsoAuth>'


@pytest.mark.parametrize(
    "body",
    [
        "<CsoAuth>",
        "<Other><loginId>john</loginId></Other>",
        "",
        "{}",
        b"\xff\xfe<",
        ENTITIES.format(""),
        ENTITIES.format(' encoding="UTF-16"').encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?>' + ENTITIES.format("")[21:].encode("cp037"),
    ],
)
def test_xml_that_makes_no_sense_or_wants_entities_is_refused(body: str | bytes) -> None:
    answer = xml(AUTH, body)
    assert answer.findtext("loginResult") == "1"
    assert not answer.findtext("nextGenCSO")
    assert not Attempt.objects.exists()


def test_a_logout_ends_the_token_once(john: Account) -> None:
    token = token_of()
    assert ask(LOGOUT, {"nextGenCSO": token}) == {"loginResult": "0", "errorDescription": ""}
    assert ask(LOGOUT, {"nextGenCSO": token})["loginResult"] == "1"
    acts = [event["act"] for event in events_of(john.chain)]
    assert acts.count("signon:program-token:end") == 1


@pytest.mark.parametrize("body", [{}, {"nextGenCSO": ""}, {"nextGenCSO": "made-up"}])
def test_there_must_be_a_token_to_end(body: dict[str, str]) -> None:
    answer = ask(LOGOUT, body)
    assert answer["loginResult"] == "1"
    assert "not valid" in answer["errorDescription"]


def test_programs_come_without_cookies_and_csrf_tokens() -> None:
    strict = Client(HTTP_HOST="login.localhost:8000", enforce_csrf_checks=True)
    answer = strict.post(
        AUTH, json.dumps(JOHN), content_type="application/json", headers={"Referer": "https://external"}
    )
    assert answer.json()["loginResult"] == "0"
    assert not answer.cookies


def test_a_sign_in_by_get_is_not_possible() -> None:
    assert machine().get(AUTH).status_code == 405


def told_to_courts(token: str) -> Any:
    return machine().post("/signon/introspect", {"token": token}, headers=basic("court-flsd", "secret of flsd")).json()


def test_a_court_learns_who_is_behind_a_token(house: House, john: Account) -> None:
    assert house.flsd
    told = told_to_courts(token_of(clientCode="4410-02"))
    assert told["active"] is True
    assert (told["sub"], told["name"], told["client_code"]) == (john.number, "John Attorney", "4410-02")
    assert (told["is_filer"], told["redaction_acknowledged"]) == (False, False)


@pytest.mark.parametrize(
    "change",
    [
        {"last_used_at": Now() - rules.PROGRAM_TOKEN_IDLE_LIMIT - timedelta(seconds=1)},
        {"created_at": Now() - rules.PROGRAM_TOKEN_LIFE - timedelta(seconds=1)},
        {"ended_at": Now()},
    ],
)
def test_a_token_that_is_over_is_nobodys(house: House, change: dict[str, object]) -> None:
    assert house.flsd
    token = token_of()
    ProgramToken.objects.update(**change)
    assert told_to_courts(token) == {"active": False}


def test_a_token_that_is_used_stays_good(house: House) -> None:
    assert house.flsd
    token = token_of()
    ProgramToken.objects.update(last_used_at=Now() - timedelta(minutes=59))
    assert told_to_courts(token)["active"] is True
    assert (clock.now() - ProgramToken.objects.get().last_used_at).total_seconds() < 1


def test_the_token_of_an_account_that_was_made_inactive_is_nobodys(house: House) -> None:
    assert house.flsd
    token = token_of()
    Account.objects.update(status=AccountStatus.DISABLED)
    assert told_to_courts(token) == {"active": False}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("court-flsd", "guessed"),
        basic("court-nysd", "secret of flsd"),
        basic("a\x00b", "x"),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic /w=="},
    ],
)
def test_only_courts_may_ask_about_tokens(house: House, headers: dict[str, str]) -> None:
    assert house.flsd
    answer = machine().post("/signon/introspect", {"token": token_of()}, headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert b"john" not in answer.content.lower()


@pytest.mark.parametrize(
    ("typed", "username", "exempt"),
    [
        ("john", "john", False),
        ("X-john", "john", True),
        (" x-john ", "john", True),
        ("Xjohn", "Xjohn", False),
        ("john-X-", "john-X-", False),
        ("X-", "", True),
    ],
)
def test_x_before_the_username_asks_for_exempt_use(typed: str, username: str, exempt: bool) -> None:
    assert rules.username_and_use(typed) == (username, exempt)


def test_x_before_the_username_counts_tries_under_the_username_itself() -> None:
    for login in ("john", "X-john"):
        assert ask(AUTH, {**JOHN, "loginId": login, "password": "wrong"})["loginResult"] == "13"
    assert Attempt.objects.values("username_fingerprint").distinct().count() == 1


def test_without_the_client_code_of_the_firm_a_program_is_told_that_it_can_search_nothing(john: Account) -> None:
    rule = {"is_required": True, "shape": "####-##", "example": "4410-02"}
    Account.objects.filter(pk=john.pk).update(told_to_courts={"client_code_rule": rule})
    answer = ask(AUTH, JOHN)
    assert (answer["loginResult"], len(answer["nextGenCSO"])) == ("0", 128)
    assert answer["errorDescription"].startswith("A Client Code is required for PACER search.")
    assert ask(AUTH, {**JOHN, "clientCode": "4410-02"})["errorDescription"] == ""


def test_a_program_with_a_firms_account_is_told_that_it_can_search_nothing(house: House) -> None:
    house.account("firm")
    answer = ask(AUTH, {**JOHN, "loginId": "firm"})
    assert (answer["loginResult"], "neither searches nor files" in answer["errorDescription"]) == ("0", True)
