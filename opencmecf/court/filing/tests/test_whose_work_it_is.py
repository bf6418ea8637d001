"""What somebody has begun and filed stays with the court account, whatever happens to the login behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.delegation import queries as delegation
from opencmecf.court.delegation.rules import Limits
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.tests.sheets import bankruptcy_sheet
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, LinkRequest
from opencmecf.court.filing import actions, queries
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.cases import actor_of, civil_case
from opencmecf.court.filing.tests.filings import draft_of, motion, upload
from opencmecf.court.filing.tests.staff.offers import held
from opencmecf.court.filing.tests.test_kinds_of_court import by_court_login
from opencmecf.court.filing.tests.wizard.browsing import begin, party, pdf, send, step_of
from opencmecf.court.intake.models import Upload
from opencmecf.court.profile import actions as profile
from opencmecf.court.receipts.models import Attempt, Receipt
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.unsent.models import UnsentForm
from opencmecf.invariants import problems
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, SYSTEM, Browser, House


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    """A store of this test's own."""
    settings.STORE = tmp_path / "store"


@pytest.fixture
def petition(house: House) -> Case:
    """In re Coral Reach Towing, at the court that has not moved yet."""
    admin = system("tests", "flsb", frozenset({Role.COURT_ADMIN, Role.CLERK}))
    return take_over(sheet=bankruptcy_sheet(), court=house.flsb, actor=admin).case


@pytest.fixture
def alice(house: House, petition: Case) -> Browser:
    """Alice with her court's login at flsb."""
    return by_court_login(house, "alice")


def half_made(browser: Browser, petition: Case) -> Any:
    """The page of the final text but one of a plan with its main document."""
    page = send(browser, begin(browser, "plans", "plan-chapter-11", menu="bankruptcy"), number="20-10017")
    page = send(browser, send(browser, page), filer=[party(petition, 0)])
    return send(browser, page, main=pdf(), redaction="on")


def moved(house: House) -> None:
    """The bankruptcy court has gone live."""
    profile.go_live(court=house.flsb, actor=SYSTEM)


def link(browser: Browser, username: str = "alice", password: str = COURT_PASSWORD) -> Any:
    """Link the account that the court has issued; returns the page that says so."""
    page = browser.post("/utilities/link-account", {"login": f"cm-{username}", "password": password})
    return browser.post(page.request["PATH_INFO"], {})


def pacer_login(browser: Browser, page: Any, username: str) -> Any:
    """Fill in PACER LOGIN, where somebody was sent to; returns where they arrive."""
    form = {"loginForm:loginName": username, "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    host = "login.localhost:8000"
    return browser.post("/csologin/login.jsf", {**form, "next": page.context["next"]}, host=host)


def linked_to(house: House, account: CourtAccount, username: str) -> Actor:
    """The account as it is once the PACER account of `username` has been linked to it."""
    person = filers.remember_person(court=account.court, claims=house.account(username).claims())
    request = LinkRequest.objects.create(person=person, court_account=account)
    return actor_of(filers.link_account(request=request, actor=SYSTEM))


def unlinked(account: CourtAccount) -> CourtAccount:
    clerk = system("tests", account.court_id, frozenset({Role.COURT_ADMIN}))
    return filers.unlink_account(account=account, reason="The wrong PACER account was linked.", actor=clerk)


def test_a_half_made_filing_is_found_and_filed_after_go_live_and_linking(
    house: House, alice: Browser, petition: Case
) -> None:
    page = half_made(alice, petition)
    assert step_of(page) == "references"
    draft = Draft.objects.get()
    refused = alice.post(f"/filing/{draft.pk}/submit", {"revision": draft.revision})
    assert refused.status_code == 409
    moved(house)
    house.account("alice")
    alice.sign_in("alice", PASSWORD)
    assert "You cannot file in this court yet." in alice.get("/filing/drafts").text
    assert "My Drafts" in link(alice).text
    (row,) = alice.get("/filing/drafts").context["rows"]
    assert (row.draft, row.cases) == (draft, ("20-10017",))
    page = alice.get(f"/filing/{draft.pk}")
    assert step_of(page) == "references"
    page = send(alice, send(alice, page, none="on"))
    assert (step_of(page), page.context["everything_missing"]) == ("review", ())
    notice = alice.post(f"/filing/{draft.pk}/submit", {"revision": page.context["draft"].revision})
    assert notice.status_code == 200
    assert petition.entries.count() == 4
    attempt = Attempt.objects.get()
    assert alice.get(f"/filing/attempts/{attempt.pk}").status_code == 200
    assert not list(problems())


def test_what_was_typed_when_the_court_moved_is_in_the_draft_after_linking(
    house: House, alice: Browser, petition: Case
) -> None:
    page = half_made(alice, petition)
    draft = page.context["draft"]
    page = send(alice, page, none="on")
    text = f"/filing/{draft.pk}/text"
    assert step_of(page) == "text"
    moved(house)
    house.account("alice")
    login = alice.post(text, {"revision": str(page.context["draft"].revision), "free_text": "typed at 11:59"})
    assert "You cannot file in this court yet." in pacer_login(alice, login, "alice").text
    link(alice)
    page = alice.get(f"/filing/{draft.pk}")
    assert "What you had typed has been saved" in page.text
    assert Draft.objects.get().content["free_text"] == "typed at 11:59"


def test_a_form_that_was_sent_when_the_court_moved_waits_behind_linking(house: House, alice: Browser) -> None:
    alice.get("/utilities/account")
    moved(house)
    house.account("alice")
    login = alice.post("/utilities/email/add", {"address": "staff@moreno.example"})
    assert "Nothing waits here" in pacer_login(alice, login, "alice").text
    page = link(alice)
    form = UnsentForm.objects.get()
    assert f"/signon/unsent/{form.pk}" in page.text
    assert "staff@moreno.example" in alice.get(f"/signon/unsent/{form.pk}").text


def test_one_browser_with_both_logins_has_one_list_of_drafts(house: House, alice: Browser, petition: Case) -> None:
    half_made(alice, petition)
    house.account("alice")
    alice.sign_in("alice", PASSWORD)
    assert len(alice.get("/filing/drafts").context["rows"]) == 1
    alone = house.browser(house.flsb)
    alone.post("/cgi-bin/login.pl", {"login": "cm-alice", "key": COURT_PASSWORD})
    assert len(alone.get("/filing/drafts").context["rows"]) == 1


def test_another_link_brings_everything_and_leaves_nothing_behind(house: House) -> None:
    account = house.linked("alice")
    former = actor_of(account)
    case = civil_case(house.flsd)
    Appearance.objects.filter(party__case=case, name="Alice Moreno").update(court_account=account)
    receipt = actions.submit(draft=draft_of(motion(case, former), house.flsd, former), actor=former)
    draft = draft_of(motion(case, former), house.flsd, former)
    unlinked(account)
    outside = house.actor("alice")
    now = linked_to(house, account, "leonard")
    assert queries.draft_of(draft.pk, actor=now) == draft
    assert Upload.objects.visible_to(now).count() == 4
    assert Receipt.objects.get_for(now, pk=receipt.pk).notice.pk
    assert actions.submit(draft=draft, actor=now).facts["filer"] == "Leonard Gracy"
    for gone in (outside, replace(former, court_account_id=None)):
        with pytest.raises(NotFound):
            Receipt.objects.get_for(gone, pk=receipt.pk)
        assert not Draft.objects.visible_to(gone)
        assert not Upload.objects.visible_to(gone)


def test_limits_of_staff_hold_after_their_account_was_linked_anew(house: House) -> None:
    alice, john = actor_of(house.linked("alice")), house.actor("john")
    made, staff = held(alice, john, may_submit=False, menus=["civil"])
    account = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    unlinked(account)
    with pytest.raises(NotFound):
        delegation.delegation(made.pk, house.actor("john"))
    again = linked_to(house, account, "charlie")
    assert delegation.limits_of(made.principal, again) == Limits(may_submit=False, menus=("civil",))
    assert not delegation.held_by(again).exists()  # what was granted ended with the link


def test_a_draft_is_handed_over_to_an_attorney_who_has_not_linked_yet(house: House) -> None:
    alice = actor_of(house.linked("alice"))
    case = civil_case(house.flsd)
    Appearance.objects.filter(party__case=case, name="Alice Moreno").update(court_account=alice.court_account_id)
    _, staff = held(alice, house.actor("john"), may_submit=False)
    principal = CourtAccount.objects.get(pk=alice.court_account_id or 0)
    draft = actions.start(court=house.flsd, content=motion(case, staff, exhibits=0), actor=staff, acting_for=principal)
    unlinked(principal)
    actions.hand_over(draft=draft, actor=staff)
    again = linked_to(house, principal, "alice")
    assert queries.draft_of(draft.pk, actor=again).prepared_by.startswith("John Attorney")


def test_an_applicants_files_are_the_applicants_own(house: House) -> None:
    alice = actor_of(house.linked("alice"))
    key = upload(house.flsd, alice)
    assert Upload.objects.get(pk=key).owner == f"filer:flsd:{alice.court_account_id}"
    assert house.actor("john").owner == house.actor("john").label
