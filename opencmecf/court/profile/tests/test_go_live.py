"""A court's move to NextGen: announced, carried out, once (S3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.profile import actions, jobs, kinds, queries, rules
from opencmecf.court.profile.models import Court, Generation
from opencmecf.foundation import clock, reference, secrets
from opencmecf.foundation.access import Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db

GO_LIVE = "/court/go-live"
TODAY = date(2020, 1, 27)


def court_login(house: House, username: str, court: Court, role: Role) -> Browser:
    """A browser signed in with the login that a CurrentGen court has issued."""
    house.court_account(username, court, role=role)
    browser = house.browser(court)
    browser.post("/cgi-bin/login.pl", {"login": f"cm-{username}", "key": COURT_PASSWORD})
    return browser


def tells(court: Court) -> int:
    jobs = ProcrastinateJob.objects.filter(task_name="court:tell-directory", args={"court_id": court.pk})
    return len(jobs)


@pytest.mark.parametrize("on", [TODAY, TODAY + timedelta(days=1), date(2099, 1, 1)])
def test_a_court_can_be_announced_for_today_or_later(on: date) -> None:
    rules.check_go_live_date(Court(court_id="flsb"), on, TODAY)


@pytest.mark.parametrize(
    ("generation", "on", "told"),
    [
        (Generation.CURRENTGEN, TODAY - timedelta(days=1), "The go-live date has passed."),
        (Generation.NEXTGEN, TODAY + timedelta(days=1), "This court has moved to NextGen already."),
    ],
)
def test_a_date_that_makes_no_sense_is_refused(generation: Generation, on: date, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        rules.check_go_live_date(Court(court_id="flsb", generation=generation), on, TODAY)


def test_the_administrator_announces_the_date_and_everybody_sees_it(house: House) -> None:
    adele = court_login(house, "adele", house.flsb, Role.COURT_ADMIN)
    page = adele.post(GO_LIVE, {"on": "03/02/2098"})
    assert page.status_code == 200
    house.flsb.refresh_from_db()
    assert house.flsb.go_live_on == date(2098, 3, 2)
    stranger = house.browser(house.flsb)
    for path in ("/", "/cgi-bin/login.pl"):
        assert "This court moves to NextGen CM/ECF on 03/02/2098" in text_of(stranger.get(path))
    event = events_of("court:flsb")[0]
    assert event["act"] == "court:go-live:schedule"
    assert event["data"] == {"former": "2099-01-27", "on": "2098-03-02"}


@pytest.mark.parametrize("typed", ["01/01/2020", "nonsense", "", "02/30/2098"])
def test_a_wrong_date_is_sent_back(house: House, typed: str) -> None:
    adele = court_login(house, "adele", house.flsb, Role.COURT_ADMIN)
    page = adele.post(GO_LIVE, {"on": typed})
    assert re.search("has passed|There is a problem", text_of(page))
    house.flsb.refresh_from_db()
    assert house.flsb.go_live_on == date(2099, 1, 27)


def test_going_live_ends_court_logins_and_opens_linking(house: House) -> None:
    adele = court_login(house, "adele", house.flsb, Role.COURT_ADMIN)
    john = court_login(house, "john", house.flsb, Role.FILER)
    assert "Bankruptcy" in text_of(john.get("/"))
    adele.post(GO_LIVE, {"carry_out": "yes"})
    house.flsb.refresh_from_db()
    assert house.flsb.is_nextgen
    assert house.flsb.gone_live_at is not None
    assert "Welcome" not in text_of(john.get("/"))
    assert john.get("/bankruptcy").host.startswith("login.")
    refused = house.browser(house.flsb).post("/cgi-bin/login.pl", {"login": "cm-john", "key": COURT_PASSWORD})
    assert refused.host.startswith("login.")
    viewer = house.signed_in("john", house.flsb)
    assert "CM/ECF password" in text_of(viewer.get("/utilities/link-account"))


def test_going_live_twice_is_one_event(house: House) -> None:
    before = tells(house.flsb)
    actions.go_live(court=house.flsb, actor=SYSTEM)
    actions.go_live(court=house.flsb, actor=SYSTEM)
    acts = [event["act"] for event in events_of("court:flsb")]
    assert acts.count("court:go-live:carry-out") == 1
    assert tells(house.flsb) == before + 1
    with pytest.raises(Refused):
        actions.schedule_go_live(court=house.flsb, on=date(2099, 1, 1), actor=SYSTEM)


def test_after_the_move_the_page_says_when_by_the_courts_own_calendar(house: House) -> None:
    house.linked("adele", role=Role.COURT_ADMIN)
    Court.objects.filter(pk="flsd").update(gone_live_at=datetime(2020, 1, 28, 3, tzinfo=UTC))
    page = text_of(house.signed_in("adele", house.flsd).get(GO_LIVE))
    assert "This court moved to NextGen on 01/27/2020." in page
    assert "Announce" not in page


@pytest.mark.parametrize("username", ["john", "carla"])
def test_nobody_but_the_administrator_moves_a_court(house: House, username: str) -> None:
    house.linked("carla", role=Role.CLERK)
    somebody = house.signed_in(username, house.flsd)
    assert somebody.get(GO_LIVE).status_code == 403
    assert somebody.post(GO_LIVE, {"carry_out": "yes"}).status_code == 403
    actor = house.actor(username)
    with pytest.raises(NotAllowed):
        actions.go_live(court=house.flsb, actor=actor)
    with pytest.raises(NotAllowed):
        actions.schedule_go_live(court=house.flsb, on=date(2099, 1, 1), actor=actor)


def test_the_administrator_of_one_court_is_nobody_at_another(house: House) -> None:
    house.linked("adele", role=Role.COURT_ADMIN)
    assert house.signed_in("adele", house.ca11).get(GO_LIVE).status_code == 403


def test_the_date_is_judged_by_the_courts_own_clock(house: House) -> None:
    today = clock.now().astimezone(reference.court("flsb").zone).date()
    actions.schedule_go_live(court=house.flsb, on=today, actor=SYSTEM)
    with pytest.raises(Refused):
        actions.schedule_go_live(court=house.flsb, on=today - timedelta(days=1), actor=SYSTEM)


def test_the_database_refuses_a_nextgen_court_that_never_went_live(house: House) -> None:
    with pytest.raises(IntegrityError, match="court_nextgen_has_gone_live"), transaction.atomic():
        Court.objects.filter(pk=house.flsb.pk).update(generation=Generation.NEXTGEN)


@pytest.mark.parametrize(("court_id", "told"), [("xxxx", "no federal court"), ("flsd", "hosts flsd already")])
def test_only_a_federal_court_is_added_and_only_once(house: House, court_id: str, told: str) -> None:
    assert house.flsd
    with pytest.raises(Refused, match=told):
        actions.add_court(court_id=court_id, client_secret="x", actor=SYSTEM)


def test_a_court_keeps_its_secret_sealed_and_knows_its_provider(house: House) -> None:
    assert "secret of flsd" not in house.flsd.sealed_client_secret
    assert secrets.unseal(house.flsd.sealed_client_secret) == "secret of flsd"
    hosted = queries.hosted_court("flsd")
    assert hosted is not None
    party = hosted.relying_party()
    assert (party.client_id, party.issuer) == ("court-flsd", "http://login.localhost:8000")
    assert queries.hosted_court("nysd") is None


def test_every_kind_of_court_has_a_profile() -> None:
    assert set(kinds.KINDS) == set(reference.CourtKind)
    for profile in kinds.KINDS.values():
        assert profile.filing_menus


def listing(court: Court) -> Any:
    """What the national register says of a court."""
    return apps.get_model("directory", "CourtListing")._default_manager.get(pk=court.pk)


def test_a_court_tells_the_national_register_what_it_is(house: House) -> None:
    for court in (house.flsd, house.flsb):
        jobs.tell_directory(court.pk)
        jobs.tell_directory(court.pk)
    assert (listing(house.flsd).kind, listing(house.flsd).is_nextgen) == ("district", True)
    assert listing(house.flsd).help_desk_telephone == "1-888-555-0106"
    assert (listing(house.flsb).is_nextgen, listing(house.flsb).go_live_on) == (False, date(2099, 1, 27))
    actions.go_live(court=house.flsb, actor=SYSTEM)
    jobs.tell_directory("flsb")
    assert listing(house.flsb).is_nextgen


def test_a_court_that_is_not_here_tells_nothing(house: House) -> None:
    jobs.tell_directory("nysd")
    assert not apps.get_model("directory", "CourtListing")._default_manager.exists()
