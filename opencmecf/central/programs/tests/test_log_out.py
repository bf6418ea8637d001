"""Logging out of a program, by a program, and telling programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.programs.tests.makers import AFTER_LOGOUT, NOTICES, Calling, approved, known
from opencmecf.central.signon import actions as signon
from opencmecf.central.signon.models import Session, SiteSession
from opencmecf.central.signon.tests.flow import OPERATOR, machine, part
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def log_out(browser: Client, method: str = "get", **query: str) -> Any:
    return getattr(browser, method)(f"/signon/logout?{urlencode(query)}")


def is_over() -> bool:
    return not Session.objects.filter(ended_at__isnull=True).exists()


def test_a_program_does_not_end_everything_without_a_question(john: Client, calendar: Calling) -> None:
    token = calendar.signed_in(john)["id_token"]
    query = {"id_token_hint": token, "client_id": calendar.client_id, "post_logout_redirect_uri": AFTER_LOGOUT}
    page = log_out(john, **query)
    assert b"Do you want to log out?" in page.content
    assert "https://calendar.gulf.example" in page["Content-Security-Policy"]
    assert not is_over()
    assert log_out(john, "post", **query, state="a b")["Location"] == f"{AFTER_LOGOUT}?state=a+b"
    assert is_over()


def test_a_program_ends_no_session_from_afar(john: Client, calendar: Calling) -> None:
    token = calendar.signed_in(john)["id_token"]
    answer = log_out(machine(), id_token_hint=token, post_logout_redirect_uri=AFTER_LOGOUT)
    assert answer["Location"] == AFTER_LOGOUT
    assert not is_over()


@pytest.mark.parametrize("named_by", ["client_id", "id_token_hint"])
def test_a_browser_goes_back_to_an_address_of_the_very_program(house: House, john: Client, named_by: str) -> None:
    one = approved(house, post_logout_redirect_uris=["https://one.example/"])
    two = approved(house, post_logout_redirect_uris=["https://two.example/"], name="Two")
    name = {"client_id": one.client_id, "id_token_hint": one.signed_in(john)["id_token"]}[named_by]
    assert two.client_id
    answer = log_out(machine(), **{named_by: name, "post_logout_redirect_uri": "https://two.example/"})
    assert "Location" not in answer
    answer = log_out(machine(), **{named_by: name, "post_logout_redirect_uri": "https://one.example/"})
    assert answer["Location"] == "https://one.example/"


def test_a_program_that_does_not_name_itself_gets_nobody_back(calendar: Calling) -> None:
    assert calendar.client_id
    assert "Location" not in log_out(machine(), post_logout_redirect_uri=AFTER_LOGOUT)
    assert "Location" not in log_out(machine(), post_logout_redirect_uri="https://evil.example/\0")


def test_a_program_is_told_of_a_logout_by_its_own_names(house: House, john: Client, calendar: Calling) -> None:
    claims = part(calendar.signed_in(john)["id_token"], 1)
    signon.end_session(session=Session.objects.get(), by=OPERATOR)
    (site_session,) = SiteSession.objects.select_related("session__account", "client").exclude(
        client__backchannel_logout_uri=""
    )
    told: list[tuple[str, Mapping[str, str]]] = []
    signon.tell_site(site_session, post=lambda url, form: told.append((url, form)))
    ((url, form),) = told
    assert url == NOTICES
    token = form["logout_token"]
    assert part(token, 0)["typ"] == "logout+jwt"
    logout = part(token, 1)
    assert (logout["aud"], logout["sid"]) == (calendar.client_id, claims["sid"])
    assert "sub" not in logout
    assert logout["events"] == {EVENT: {}}
    assert house.account("john").number not in str(logout)


def test_the_worker_calls_programs_from_outside(john: Client, calendar: Calling) -> None:
    calendar.signed_in(john)
    signon.end_session(session=Session.objects.get(), by=OPERATOR)
    assert ProcrastinateJob.objects.filter(task_name="signon:tell-program", queue_name="outside").count() == 1


def test_an_access_token_ends_with_the_session(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john, scope="openid")
    log_out(john, "post")
    assert known(got["access_token"]) is None
