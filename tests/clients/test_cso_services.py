"""`/services/cso-auth` and `/services/cso-logout` by plain HTTP, in JSON and in XML (wire contract, 2.1 and 2.3)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from opencmecf.testing.running import RunningDemo

AUTH, LOGOUT = "/services/cso-auth", "/services/cso-logout"
AS_XML = {"Content-Type": "application/xml", "Accept": "application/xml"}


def log_in(client: httpx.Client, demo: RunningDemo, username: str, **more: str) -> dict[str, Any]:
    """The JSON answer to somebody's right password."""
    asked = {"loginId": username, "password": demo.people[username].password, **more}
    answer = client.post(AUTH, json=asked, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    told: dict[str, Any] = answer.json()
    return told


def test_right_password_brings_a_token_of_128_characters(login_host: httpx.Client, demo: RunningDemo) -> None:
    told = log_in(login_host, demo, "charlie")
    assert len(told.pop("nextGenCSO")) == 128
    assert told == {"loginResult": "0", "errorDescription": ""}


def test_filer_must_accept_the_redaction_duty(login_host: httpx.Client, demo: RunningDemo) -> None:
    told = log_in(login_host, demo, "alice")
    assert (told["nextGenCSO"], told["loginResult"]) == ("", "1")
    assert told["errorDescription"].startswith("All filers must redact:")
    assert log_in(login_host, demo, "alice", redactFlag="1")["loginResult"] == "0"


@pytest.mark.parametrize("username", ["robert", "nobody-of-this-name"])
def test_wrong_password_and_unknown_name_are_answered_alike(login_host: httpx.Client, username: str) -> None:
    answer = login_host.post(AUTH, json={"loginId": username, "password": "wrong", "redactFlag": "1"})
    assert answer.status_code == 200
    assert answer.json() == {
        "nextGenCSO": "",
        "loginResult": "13",
        "errorDescription": "Invalid username, password, or one-time passcode.",
    }


def test_xml_in_and_xml_out(login_host: httpx.Client, demo: RunningDemo) -> None:
    password = demo.people["charlie"].password
    body = f"<CsoAuth><loginId>charlie</loginId><password>{password}</password><redactFlag>1</redactFlag></CsoAuth>"
    answer = login_host.post(AUTH, content=body, headers=AS_XML)
    assert answer.status_code == 200
    assert "xml" in answer.headers["Content-Type"]
    told = {child.tag: child.text or "" for child in ElementTree.fromstring(answer.content)}
    assert len(told.pop("nextGenCSO")) == 128
    assert told == {"loginResult": "0", "errorDescription": ""}


def test_token_ends_once(login_host: httpx.Client, demo: RunningDemo) -> None:
    token = log_in(login_host, demo, "charlie")["nextGenCSO"]
    assert login_host.post(LOGOUT, json={"nextGenCSO": token}).json() == {"loginResult": "0", "errorDescription": ""}
    assert login_host.post(LOGOUT, json={"nextGenCSO": token}).json()["loginResult"] == "1"


def test_token_ends_by_xml(login_host: httpx.Client, demo: RunningDemo) -> None:
    token = log_in(login_host, demo, "charlie")["nextGenCSO"]
    body = f"<CsoLogout><nextGenCSO>{token}</nextGenCSO></CsoLogout>"
    answer = login_host.post(LOGOUT, content=body, headers=AS_XML)
    assert ElementTree.fromstring(answer.content).findtext("loginResult") == "0"


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b'"text"', b"<CsoAuth>", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>']
)
def test_nonsense_is_answered_with_200_and_no_token(login_host: httpx.Client, body: bytes) -> None:
    for kind in ("application/json", "application/xml"):
        answer = login_host.post(AUTH, content=body, headers={"Content-Type": kind, "Accept": "application/json"})
        assert answer.status_code == 200
        assert answer.json()["nextGenCSO"] == ""
        assert answer.json()["loginResult"] != "0"
