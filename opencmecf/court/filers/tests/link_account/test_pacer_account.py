"""What Utilities offers before and after linking, and the page that shows which accounts are linked."""

from __future__ import annotations

from typing import Any

import pytest

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.tests.link_account.linking import LINK, confirmation
from opencmecf.foundation import reference
from opencmecf.foundation.access import Role
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

UTILITIES = "/cgi-bin/DisplayMenu.pl?Utilities"
PAGE = "/utilities/pacer-account"
LINK_LABEL = "Link a CM/ECF account to my PACER account"


def your_account(page: Any) -> str:
    """The words under the first heading of Utilities."""
    return text_of(page).split("Your Account")[1].split("Local time")[0]


def test_linking_leaves_the_menu_when_it_is_done(john: Browser, issued: CourtAccount) -> None:
    before = your_account(john.get(UTILITIES))
    assert LINK_LABEL in before
    assert "Show PACER Account" not in before
    john.post(confirmation(john), {})
    after = your_account(john.get(UTILITIES))
    assert LINK_LABEL not in after
    assert "Show PACER Account" in after


def test_the_two_linked_accounts_are_shown(house: House, john: Browser, issued: CourtAccount) -> None:
    john.post(confirmation(john), {})
    shown = text_of(john.get(PAGE))
    assert f"Account number {house.account('john').number}" in shown
    assert "Account Type Upgraded PACER Account" in shown
    assert "CM/ECF John Attorney CM/ECF login cm-john" in shown
    issued.refresh_from_db()
    assert issued.linked_at is not None
    assert f"Linked on {issued.linked_at.astimezone(reference.court('flsd').zone):%m/%d/%Y}" in shown
    assert LINK_LABEL not in shown


def test_whoever_is_not_linked_is_shown_the_way_to_link(john: Browser) -> None:
    page = john.get(PAGE)
    assert "none of this court" in text_of(page)
    assert f'href="{LINK}"' in page.content.decode()


def test_before_go_live_linking_stays_on_the_menu_and_says_when(house: House) -> None:
    house.court_account("john", house.flsb)
    john = house.signed_in("john", house.flsb)
    assert LINK_LABEL in your_account(john.get(UTILITIES))
    assert f'href="{LINK}"' not in john.get(PAGE).content.decode()


def test_a_clerk_who_is_linked_sees_it_too(house: House) -> None:
    house.linked("carla", role=Role.CLERK)
    carla = house.signed_in("carla", house.flsd)
    assert "Show PACER Account" in your_account(carla.get(UTILITIES))
    assert "CM/ECF login cm-carla" in text_of(carla.get(PAGE))


def test_whose_account_was_disabled_is_told_so_and_not_to_link(house: House, john: Browser) -> None:
    john.post(confirmation(john), {})
    CourtAccount.objects.update(is_active=False)
    disabled = "The court has disabled the CM/ECF account for John Attorney"
    for path, status in (("/", 200), ("/civil", 403), (LINK, 409)):
        page = john.get(path)
        assert page.status_code == status, path
        assert disabled in text_of(page), path
    assert "To file, link" not in text_of(john.get("/"))
    assert "CM/ECF John Attorney (disabled by the court)" in text_of(john.get(PAGE))


def test_the_refusal_of_a_second_link_leads_to_what_is_linked(john: Browser) -> None:
    john.post(confirmation(john), {})
    page = john.get(LINK)
    assert page.status_code == 409
    assert "Your PACER account is already linked to the CM/ECF account for John Attorney" in text_of(page)
    assert f'href="{PAGE}"' in page.content.decode()
