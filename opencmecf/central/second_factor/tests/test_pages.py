"""The pages of Manage MFA Settings and of the service center's desk: who comes in, and what they say."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing

from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.tests.people import an_account, browser
from opencmecf.central.second_factor import queries
from opencmecf.central.second_factor.models import Enrolment, Reset, State
from opencmecf.central.second_factor.tests.conftest import mailed_code
from opencmecf.foundation.audit import queries as trail
from opencmecf.testing.authenticators import App

DESK = "/desk/second-factor"


@pytest.fixture
def staff(db: None) -> Account:
    """Somebody at the service center."""
    account = an_account("sasha.petrov", email="sasha@example.com")
    account.is_service_center = True
    account.save()
    return account


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "path", ["/manage/mfa", "/manage/mfa/app", "/manage/mfa/codes", "/manage/mfa/confirm/app", DESK]
)
def test_strangers_are_asked_to_log_in(alice: Account, path: str) -> None:
    answer = browser().get(path)
    assert (answer.status_code, answer["Location"].startswith("/login?next=")) == (302, True)


@pytest.mark.parametrize("path", [DESK, f"{DESK}/1234567"])
def test_the_desk_is_for_the_service_center(alice: Account, path: str) -> None:
    assert browser(alice).get(path).status_code == 403


def test_the_way_to_an_app_goes_by_the_mailbox(alice: Account) -> None:
    client = browser(alice)
    assert client.get("/manage/mfa/app").status_code == 302, "not before the code"
    assert client.get("/manage/mfa/app/code.svg").status_code == 404
    assert client.post("/manage/mfa/begin/app")["Location"] == "/manage/mfa/confirm/app"
    wrong = client.post("/manage/mfa/confirm/app", {"code": "1"})
    assert "not the code" in _text(wrong)
    assert client.post("/manage/mfa/confirm/app", {"code": mailed_code()})["Location"] == "/manage/mfa/app"
    picture = client.get("/manage/mfa/app/code.svg")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/svg+xml", b"<svg")
    assert "no-store" in picture["Cache-Control"]
    wrong = client.post("/manage/mfa/app", {"name": "My phone", "code": "000000"})
    assert "not the code that the app shows now" in _text(wrong)
    assert 'value="My phone"' in _text(wrong)


def test_the_way_to_a_passkey_leads_to_the_login_site(alice: Account) -> None:
    client = browser(alice)
    client.post("/manage/mfa/begin/passkey")
    answer = client.post("/manage/mfa/confirm/passkey", {"code": mailed_code()})
    assert answer["Location"] == "http://login.localhost:8000/signon/passkeys/add"


def test_backup_codes_are_shown_once(alice: Account) -> None:
    client = browser(alice)
    client.post("/manage/mfa/begin/codes")
    client.post("/manage/mfa/confirm/codes", {"code": mailed_code()})
    assert "Show the codes" in _text(client.get("/manage/mfa/codes"))
    shown = client.post("/manage/mfa/codes")
    assert len(shown.context["codes"]) == 10
    assert "no-store" in shown["Cache-Control"]
    assert shown.context["codes"][0] not in _text(client.get("/manage/mfa/codes"))
    client.post("/manage/mfa/codes/delete")
    assert queries.backup_codes_left(alice) == 0


def test_the_switch_for_programs(alice: Account) -> None:
    client = browser(alice)
    client.post("/manage/mfa/programs", {"allowed": "yes"})
    assert State.objects.get().programs_alone
    assert "Ask programs for a code again" in _text(client.get("/manage/mfa"))
    client.post("/manage/mfa/programs", {"allowed": "no"})
    assert not State.objects.get().programs_alone


def test_an_unknown_kind_of_method_is_not_found(alice: Account) -> None:
    assert browser(alice).post("/manage/mfa/begin/fax").status_code == 404
    assert not Enrolment.objects.exists()


def test_the_desk_finds_an_account_and_requests_a_reset(alice: Account, staff: Account) -> None:
    App.of(alice)
    client = browser(staff)
    assert "no account with this number" in _text(client.post(DESK, {"who": "nobody"}))
    assert client.post(DESK, {"who": " Alice.Attorney "})["Location"] == f"{DESK}/{alice.number}"
    looked_for = [event["data"] for event in trail.events_of("service-center")]
    assert looked_for == [{"words": "Alice.Attorney", "count": 1}, {"words": "nobody", "count": 0}]
    page = f"{DESK}/{alice.number}"
    assert "App 1" in _text(client.get(page))
    assert "Tick the box" in _text(client.post(page, {"reason": "Called back."}))
    client.post(page, {"reason": "Called back.", "sure": "on"})
    assert "A reset waits" in _text(client.get(page))
    client.post(f"{page}/withdraw")
    assert Reset.objects.get().stopped_at
    acts = [event["act"] for event in trail.events_of(alice.chain)]
    assert acts.count("account:second-factor:look") == 4


def test_staff_cannot_reset_their_own(staff: Account) -> None:
    App.of(staff)
    from django.apps import apps
    from django.db.models.functions import Now

    client = browser(staff)
    apps.get_model("signon", "Session").objects.update(second_factor_at=Now())
    answer = client.post(f"{DESK}/{staff.number}", {"reason": "Mine.", "sure": "on"})
    assert "your own account" in _text(answer)
    assert not Reset.objects.exists()


def test_a_link_that_stops_nothing_says_so(db: None) -> None:
    for token in ("", "x", signing.dumps(1, salt="another")):
        assert "nothing to stop" in _text(browser().get(f"/second-factor/stop-reset?token={token}"))
        assert "nothing to stop" in _text(browser().post("/second-factor/stop-reset", {"token": token}))
