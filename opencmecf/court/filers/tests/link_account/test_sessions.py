"""Sessions that end on the way; staff; other courts."""

from __future__ import annotations

import uuid

import pytest

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.tests.link_account.linking import (
    LINK,
    MENU_AFTER,
    RIGHT,
    confirmation,
    forget_session,
    linked,
    log_in_again,
    menu,
)
from opencmecf.foundation.access import Role
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, Browser, House

pytestmark = pytest.mark.django_db


def test_a_session_that_ended_on_the_first_page_comes_back_to_it(john: Browser, issued: CourtAccount) -> None:
    forget_session(john)
    page = log_in_again(john, john.post(LINK, RIGHT))
    assert page.request["PATH_INFO"] == LINK
    assert "Nothing has been done yet" in text_of(page)
    assert "CM/ECF password" in text_of(page)


def test_a_session_that_ended_on_the_second_page_comes_back_to_it(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    forget_session(john)
    page = log_in_again(john, john.post(path, {}))
    assert page.request["PATH_INFO"] == path
    assert "Nothing has been done yet" in text_of(page)
    assert "Do you want to link these accounts?" in text_of(page)
    assert not linked(issued)
    john.post(path, {})
    assert linked(issued)


def test_nobody_links_without_signing_in(house: House, issued: CourtAccount) -> None:
    for path in (LINK, f"{LINK}/{uuid.uuid4()}", f"{LINK}/{uuid.uuid4()}/done"):
        page = house.browser(house.flsd).get(path)
        assert page.host.startswith("login.")


@pytest.mark.parametrize("role", [Role.CLERK, Role.JUDGE, Role.COURT_ADMIN])
def test_staff_of_a_court_link_as_filers_do(house: House, role: Role) -> None:
    house.court_account("carla", role=role)
    carla = house.signed_in("carla", house.flsd)
    carla.post(confirmation(carla, {"login": "cm-carla", "password": COURT_PASSWORD}), {})
    assert menu(carla.get("/")) == MENU_AFTER
    assert list(problems()) == []


def test_linking_at_one_court_changes_nothing_at_another(house: House, john: Browser) -> None:
    john.post(confirmation(john), {})
    elsewhere = house.signed_in("john", house.ca11)
    assert "Filing" not in menu(elsewhere.get("/"))
