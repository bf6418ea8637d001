"""The go-live rehearsed, and undone until the first filing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.desk import actions, jobs, queries, rules
from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.cases import actor_of, chosen, civil_case
from opencmecf.court.filing.tests.filings import draft_of, order_on
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.kinds import CaseKind
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.queries import hosted_court
from opencmecf.court.receipts.models import Receipt
from opencmecf.foundation.access import Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, House

pytestmark = pytest.mark.django_db

REHEARSAL = "/court/go-live/rehearsal"


def test_the_rehearsal_tells_who_is_ready_and_changes_nothing(house: House) -> None:
    for username in ("john", "leonard", "office", "charlie"):
        house.account(username)
        house.court_account(username, house.flsb)
    CourtAccount.objects.filter(login="cm-charlie").update(first_name="Someone")
    house.court_account("jones", house.flsb)  # who has no PACER account
    house.court_account("adele", house.flsb, role=Role.COURT_ADMIN)
    adele = house.browser(house.flsb)
    adele.post("/cgi-bin/login.pl", {"login": "cm-adele", "key": COURT_PASSWORD})
    page = text_of(adele.get(REHEARSAL))
    assert "1 of 6 accounts is ready" in page
    for label, number in (("Upgraded", 1), ("Legacy", 1), ("Shared", 1), ("Not certain", 1), ("found", 2)):
        assert f"{label} {number} " in page
    table = adele.get(f"{REHEARSAL}.csv").content.decode()
    assert "cm-john,John Attorney,john@example.com,filer,Upgraded" in table
    assert len(table.splitlines()) == 7
    event = events_of("court:flsb")[0]
    assert event["act"] == "court:go-live:rehearse"
    assert event["data"]["counts"] == {"upgraded": 1, "legacy": 1, "shared": 1, "unknown": 1, "none": 2}
    house.flsb.refresh_from_db()
    assert not house.flsb.is_nextgen


def test_a_spreadsheet_takes_no_cell_for_a_formula(house: House) -> None:
    house.court_account("john", house.flsb, first_name="=1+1")
    house.court_account("adele", house.flsb, role=Role.COURT_ADMIN)
    adele = house.browser(house.flsb)
    adele.post("/cgi-bin/login.pl", {"login": "cm-adele", "key": COURT_PASSWORD})
    assert ",'=1+1 Attorney," in adele.get(f"{REHEARSAL}.csv").content.decode()


def test_a_court_asks_for_its_own_filers_alone(house: House) -> None:
    hosted = hosted_court("flsb") if house.flsb else None
    assert hosted is not None
    with pytest.raises(NotAllowed):
        queries.rehearsal(hosted, replace(SYSTEM, site="flsd"))


def test_the_move_is_undone_and_links_end(house: House) -> None:
    alice, number = house.linked("alice"), house.account("alice").number
    house.linked("adele", role=Role.COURT_ADMIN)
    adele = house.signed_in("adele", house.flsd)
    shown = text_of(adele.get("/court/go-live/reverse"))
    assert "2 linked accounts, yours among them if it is linked, are unlinked" in shown
    adele.post("/court/go-live/reverse", {"reason": "The network is not ready."})
    house.flsd.refresh_from_db()
    assert not house.flsd.is_nextgen
    assert events_of("court:flsd")[0]["data"]["reason"] == "The network is not ready."
    assert ProcrastinateJob.objects.filter(task_name="desk:end-links").count() == 1
    jobs.end_links("flsd")
    jobs.end_links("flsd")
    alice.refresh_from_db()
    assert alice.person is None
    assert Message.objects.filter(recipient="alice@example.com", subject__contains="not linked").count() == 1
    assert events_of(alice.chain)[0]["data"]["account_number"] == number
    assert list(problems()) == []
    profile.go_live(court=house.flsd, actor=SYSTEM)  # and it can move again
    jobs.end_links("flsd")


def test_the_move_stays_once_something_was_filed(house: House) -> None:
    Court.objects.filter(pk=house.flsd.pk).update(gone_live_at=Now() - timedelta(days=1))
    house.flsd.refresh_from_db()
    case = civil_case(house.flsd)  # taken over since the move, which is no filing
    assert not queries.has_filing(house.flsd)
    carla = actor_of(house.linked("carla", role=Role.CLERK))
    order = order_on(case.entries.get(number="2"), carla, {0: ("Motion to Dismiss", Outcome.DENIED)})
    filing.submit(draft=draft_of(order, house.flsd, carla), actor=carla)
    assert queries.has_filing(house.flsd)
    with pytest.raises(Refused, match="something has been filed"):
        actions.reverse_go_live(court=house.flsd, reason="x", actor=replace(SYSTEM, site="flsd"))
    house.linked("adele", role=Role.COURT_ADMIN)
    page = house.signed_in("adele", house.flsd).get("/court/go-live/reverse")
    assert (page.status_code, "cannot be undone any more" in text_of(page)) == (409, True)
    Receipt.objects.update(accepted_at=Now() - timedelta(days=400))  # before the move it does not count
    assert not queries.has_filing(house.flsd)


def test_nothing_is_undone_at_a_court_that_has_not_moved() -> None:
    with pytest.raises(Refused, match="has not moved"):
        rules.check_can_be_reversed(is_nextgen=False, has_filing=False)


def test_a_draft_of_the_first_day_is_there_after_the_move_was_undone(house: House) -> None:
    profile.go_live(court=house.flsb, actor=SYSTEM)
    house.flsb.refresh_from_db()
    account = house.linked("alice", house.flsb)
    plan = chosen("plan-chapter-11", menu=CaseKind.BANKRUPTCY)
    draft = filing.start(court=house.flsb, content=plan, actor=actor_of(account))
    admin = replace(SYSTEM, site="flsb")
    actions.reverse_go_live(court=house.flsb, reason="Not yet.", actor=admin)
    jobs.end_links("flsb")
    account.refresh_from_db()
    filers.reset_password(account=account, password="four-new-words-in-a-row", actor=SYSTEM)
    browser = house.browser(house.flsb)
    browser.post("/cgi-bin/login.pl", {"login": "cm-alice", "key": "four-new-words-in-a-row"})
    (row,) = browser.get("/filing/drafts").context["rows"]
    assert row.draft == draft
    viewer = house.signed_in("alice", house.flsb)
    assert "You are not logged in for filing." in viewer.get("/filing/drafts").text
