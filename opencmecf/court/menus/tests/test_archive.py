from __future__ import annotations

import pytest

from opencmecf.court.filers import actions as filers
from opencmecf.court.menus import utilities
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.sessions.menu import menu_of
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.errors import Refused
from opencmecf.testing.people import SYSTEM, House


@pytest.fixture
def archive(house: House) -> Court:
    return profile.add_court(court_id="nysd", client_secret="secret", actor=SYSTEM, is_archive=True)


def test_an_archive_has_no_filing_in_its_menu_even_for_staff(archive: Court) -> None:
    clerk = Actor(label="clerk", site="nysd", roles=frozenset({Role.CLERK}))
    labels = [item.label for item in menu_of(HostedCourt(archive, reference.court("nysd")), clerk)]
    assert labels == ["Query", "Reports", "Utilities", "Search", "Help", "Log Out"]


def test_linking_at_an_archive_is_refused_with_the_reason(archive: Court, house: House) -> None:
    person = filers.remember_person(court=archive, claims=house.account("alice").claims())
    with pytest.raises(Refused, match="archive"):
        filers.check_ready_to_link(person, court_name="SDNY", upgrade_url="", register_url="")


def test_an_archive_never_goes_live(archive: Court) -> None:
    with pytest.raises(Refused, match="archive"):
        profile.go_live(court=archive, actor=SYSTEM)


def test_the_home_page_of_an_archive_says_what_it_is(archive: Court, house: House) -> None:
    page = house.browser(archive).get("/")
    assert page.status_code == 200
    assert "kept here as an archive" in page.content.decode()
    assert "Document Filing System" not in page.content.decode()


def test_utilities_of_an_archive_offer_neither_linking_nor_going_live(archive: Court) -> None:
    adele = Actor(label="adele", site="nysd", roles=frozenset({Role.COURT_ADMIN, Role.PACER_USER}))
    found = utilities.groups(HostedCourt(archive, reference.court("nysd")), adele)
    labels = [item.label for group in found for item in group.items]
    assert labels == ["Change Client Code", "Review Billing History", "Import docket sheets"]
