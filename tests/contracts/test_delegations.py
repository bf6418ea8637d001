"""Who files for whom, as Manage My Account asks the courts and they answer."""

from __future__ import annotations

from typing import Any

import pytest

from opencmecf.central.delegations import rules
from opencmecf.central.directory import actions as directory
from opencmecf.central.signon import clients
from opencmecf.central.signon.event_tokens import event_token
from opencmecf.court.agents import actions as agents
from opencmecf.court.delegation import actions
from opencmecf.court.filers.jobs import tell_register
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.filing.tests.staff.offers import held, offered
from opencmecf.court.profile.jobs import tell_directory
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.client import CONTACT_CHANGE_EVENT, DELEGATIONS_EVENT
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import SYSTEM, House

PAGE = "/manage/delegations"


@pytest.fixture
def alice(house: House) -> Actor:
    """The attorney, whom the directory knows at flsd."""
    account = house.linked("alice")
    tell_directory("flsd")
    tell_register("flsd", house.account("alice").number)
    return actor_of(account)


def test_both_sides_read_it_in_manage_my_account(house: House, alice: Actor) -> None:
    held(alice, house.actor("john"), menus=["civil"])
    agent = house.linked("charlie")
    CourtAccount.objects.filter(pk=agent.pk).update(filer_kind=FilerKind.AGENT)
    agents.begin_agency(agent=CourtAccount.objects.get(pk=agent.pk), actor=alice)
    for username in ("john", "charlie"):
        tell_register("flsd", house.account(username).number)
    given = house.signed_in("alice", site=SiteKind.PACER).get(PAGE)
    assert "John Attorney Prepare and submit: civil In force" in text_of(given)
    assert "Charlie Public Prepare and submit, as filing agent In force" in text_of(given)
    assert "http://ecf.flsd.localhost:8000/utilities/delegation" in given.text
    assert '<form class="form narrow" method="get"' in given.text  # nothing is changed from here
    staff = text_of(house.signed_in("john", site=SiteKind.PACER).get(PAGE))
    assert "For whom you file Person May Status Since Alice Moreno Prepare and submit: civil In force" in staff
    assert "Alice Moreno Prepare and submit, as filing agent" in text_of(
        house.signed_in("charlie", site=SiteKind.PACER).get(PAGE)
    )


def test_what_has_ended_is_not_told(house: House, alice: Actor) -> None:
    made, _ = held(alice, house.actor("john"))
    actions.end(delegation=made, actor=alice)
    page = text_of(house.signed_in("alice", site=SiteKind.PACER).get(PAGE))
    assert "Nobody files for you here, and you file for nobody." in page


def test_an_offer_at_a_court_without_an_account_is_found_by_asking_that_court(house: House, alice: Actor) -> None:
    offered(alice, house.actor("john"))
    john = house.signed_in("john", site=SiteKind.PACER)
    assert "You have no filing account at any court yet." in text_of(john.get(PAGE))
    page = text_of(john.get(f"{PAGE}?court=flsd"))
    assert "Alice Moreno Prepare and submit: civil and criminal Waits for an answer" in page
    assert john.get(f"{PAGE}?court=nowhere").status_code == 200


def test_a_court_that_does_not_answer_is_said_not_to_be_reachable(house: House, alice: Actor) -> None:
    held(alice, house.actor("john"))
    for court_id, name in (("nysd", "Southern District of New York"), ("cand", "Northern District of California")):
        facts: dict[str, Any] = {"kind": "district", "is_nextgen": True, "go_live_on": None}
        directory.update_listing(court_id=court_id, name=name, help_desk_telephone="", **facts)
        linked = {"filer_name": "Alice Moreno", "role": "filer", "linked_at": "2026-01-05T10:00:00+00:00"}
        number = house.account("alice").number
        directory.record_filer(court_id=court_id, account_number=number, actor=SYSTEM, **linked)
    clients.add_court(court_id="nysd", secret="a court that is not there", by=SYSTEM)  # cand is not known at all
    page = text_of(house.signed_in("alice", site=SiteKind.PACER).get(PAGE))
    assert page.count("This court is not reachable at the moment.") == 2
    assert "John Attorney" in page


def test_a_court_answers_tokens_for_itself_and_this_question_alone(house: House, alice: Actor) -> None:
    assert house.ca11
    number = house.account("alice").number
    told: dict[str, Any] = {"account_number": number, "facts": {}, "key": "1"}
    court = house.browser(house.flsd)._client("ecf.flsd.localhost:8000")

    def ask(token: str) -> int:
        sent = court.post("/internal/delegations", token, content_type="application/secevent+jwt")
        return int(sent.status_code)

    assert ask(event_token(court_id="flsd", event=DELEGATIONS_EVENT, **told)) == 200
    assert ask(event_token(court_id="ca11", event=DELEGATIONS_EVENT, **told)) == 400
    assert ask(event_token(court_id="flsd", event=CONTACT_CHANGE_EVENT, **told)) == 400
    assert ask("") == 400


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"given": "all"},
        {"given": [1]},
        {"given": [{"person": "", "acts": "x", "state": "x", "since": "2026-01-05T10:00:00+00:00"}]},
        {"given": [{"person": "x" * 301, "acts": "x", "state": "x", "since": "2026-01-05T10:00:00+00:00"}]},
        {"given": [{"person": "x", "acts": "x", "state": "x", "since": "yesterday"}]},
        {"given": [{"person": "x", "acts": "x", "state": "x", "since": "2026-01-05T10:00:00"}]},
        {"given": [{"person": "x", "acts": "x", "state": 7, "since": "2026-01-05T10:00:00+00:00"}]},
    ],
)
def test_what_is_no_answer(answer: object) -> None:
    with pytest.raises(Refused, match="no answer that can be read"):
        rules.told_in(answer, "given")
