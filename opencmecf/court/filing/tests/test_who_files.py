"""Who may file, where, and in whose name: bar status, cases of limited accounts, parties, filing agents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from opencmecf.court.admissions import actions as admissions
from opencmecf.court.agents import actions as agents
from opencmecf.court.cases.models import Case
from opencmecf.court.docket import actions as docket
from opencmecf.court.docket.events.event import Filer
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import BarStatus, CourtAccount, FilerKind
from opencmecf.court.filing import actions, queries, rules
from opencmecf.court.filing.content import ChosenParty, NewParty, Step
from opencmecf.court.filing.tests.cases import actor_of, chosen, civil_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.court.notices.queries import frozen
from opencmecf.court.receipts.models import Attempt
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.invariants import problems
from opencmecf.testing.people import House


@pytest.fixture
def alice(house: House) -> CourtAccount:
    return house.linked("alice")


@pytest.fixture
def carla(house: House) -> Actor:
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def case(house: House, alice: CourtAccount) -> Case:
    return represented(civil_case(house.flsd), by=alice)


def of_kind(house: House, username: str, kind: FilerKind, **facts: Any) -> CourtAccount:
    """The linked account of somebody in this role."""
    account = house.linked(username)
    CourtAccount.objects.filter(pk=account.pk).update(filer_kind=kind, **facts)
    account.refresh_from_db()
    return account


def suspend(account: CourtAccount, by: Actor, status: BarStatus = BarStatus.SUSPENDED) -> None:
    filers.change_bar_status(account=account, status=status, since=date(2020, 3, 9), reason="By order.", actor=by)


# --- bar status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [status for status in BarStatus if status is not BarStatus.ACTIVE])
def test_only_active_members_of_the_bar_begin_a_filing(
    house: House, alice: CourtAccount, carla: Actor, status: BarStatus
) -> None:
    suspend(alice, carla, status)
    with pytest.raises(Refused, match=f"“{status.label}” since 03/09/2020") as refused:
        actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=actor_of(alice))
    assert "call the clerk's office" in refused.value.remedy
    page = house.signed_in("alice", house.flsd).get("/civil")
    assert status.label in page.content.decode()
    assert page.status_code == 409


def test_a_draft_waits_until_the_status_is_active_again(
    house: House, alice: CourtAccount, carla: Actor, case: Case
) -> None:
    actor = actor_of(alice)
    draft = draft_of(motion(case, actor), house.flsd, actor)
    suspend(alice, carla)
    with pytest.raises(actions.NotAccepted, match="“Suspended”"):
        actions.submit(draft=draft, actor=actor)
    assert Attempt.objects.get().facts["reason"].startswith("The bar status of Alice Moreno")
    browser = house.signed_in("alice", house.flsd)
    assert "“Suspended”" in browser.get(f"/filing/{draft.pk}/check").content.decode()
    suspend(alice, carla, BarStatus.ACTIVE)
    assert actions.submit(draft=draft, actor=actor).facts["filer"] == "Alice Moreno"


def test_a_status_is_not_entered_ahead_and_is_on_the_trail(alice: CourtAccount, carla: Actor) -> None:
    with pytest.raises(Refused, match="from the moment it is entered"):
        filers.change_bar_status(
            account=alice, status=BarStatus.INACTIVE, since=date(2999, 1, 1), reason="Soon.", actor=carla
        )
    suspend(alice, carla)
    suspend(alice, carla)
    told = [event["data"] for event in events_of(alice.chain) if event["act"] == "filer:bar-status:change"]
    assert told == [{"former": "active", "status": "suspended", "since": "2020-03-09", "reason": "By order."}]


# --- accounts that are limited to cases ------------------------------------------------------------------------------


def test_a_limited_account_files_in_its_cases_alone_while_they_run(
    house: House, alice: CourtAccount, carla: Actor, case: Case
) -> None:
    CourtAccount.objects.filter(pk=alice.pk).update(is_limited_to_cases=True)
    alice.refresh_from_db()
    actor = actor_of(alice)
    content = motion(case, actor)
    draft = draft_of(content, house.flsd, actor)
    with pytest.raises(actions.NotAccepted, match="cannot be filed yet") as refused:
        actions.submit(draft=draft, actor=actor)
    assert "20-cv-20001 is not one of them now" in refused.value.remedy
    admission = admissions.admit_to_case(account=alice, case=case, actor=carla)
    assert actions.submit(draft=draft, actor=actor)
    again = draft_of(motion(case, actor), house.flsd, actor)
    docket.close_case(case=case, on=date(2020, 5, 5))
    with pytest.raises(actions.NotAccepted, match="cannot be filed yet"):
        actions.submit(draft=again, actor=actor)
    page = house.signed_in("alice", house.flsd).get("/utilities/account").content.decode()
    assert "ended when the case was closed on 05/05/2020" in page
    docket.reopen_case(case=case)
    admissions.end_case_admission(admission=admission, reason="Withdrawn.", actor=carla)
    assert queries.workspace(again, actor).around.admitted == frozenset()


# --- other roles -----------------------------------------------------------------------------------------------------


def test_what_each_role_finds_on_its_menu() -> None:
    found = {
        kind: {event.code for event in dictionary_of("flsd").open_to(rules.filers_of({Role.FILER}, [kind]))}
        for kind in FilerKind
    }
    assert found[FilerKind.COURT_REPORTER] == {"transcript"}
    assert found[FilerKind.PRO_SE] == found[FilerKind.INTERESTED_PARTY] >= {"answer", "motion-dismiss", "notice-other"}
    lawyers_alone = {"notice-of-appearance", "motion-appear-pro-hac-vice", "motion-withdraw-attorney"}
    assert not lawyers_alone & found[FilerKind.PRO_SE]
    assert lawyers_alone < found[FilerKind.ATTORNEY]
    for kind in (FilerKind.AGENT, FilerKind.CREDITOR, FilerKind.TRUSTEE, FilerKind.US_TRUSTEE):
        assert not found[kind], kind
    assert rules.filers_of({Role.CLERK}, [FilerKind.ATTORNEY]) == {Filer.STAFF}


def test_what_creditors_and_trustees_file_at_a_bankruptcy_court() -> None:
    menus = {
        kind: {event.code for event in dictionary_of("flsb").open_to(rules.filers_of({Role.FILER}, [kind]))}
        for kind in FilerKind
    }
    assert menus[FilerKind.CREDITOR] >= {"transfer-of-claim", "notice-change-of-address"}
    assert len(menus[FilerKind.CREDITOR]) < 10
    assert menus[FilerKind.TRUSTEE] == menus[FilerKind.US_TRUSTEE] >= {"motion-dismiss-case", "objection-to-claim"}
    assert "motion-pro-hac-vice" not in menus[FilerKind.TRUSTEE] | menus[FilerKind.PARTY]
    assert not menus[FilerKind.COURT_REPORTER]


def test_a_role_without_events_is_told_so_on_its_menu(house: House) -> None:
    of_kind(house, "john", FilerKind.CREDITOR)
    page = house.signed_in("john", house.flsd).get("/civil").content.decode()
    assert "Nothing on this menu can be filed with your role in this court: Creditor." in page
    assert "ready for filing" not in page


def test_a_pro_se_party_files_for_itself_alone(house: House, carla: Actor, case: Case) -> None:
    john = of_kind(house, "john", FilerKind.PRO_SE, is_limited_to_cases=True)
    admissions.admit_to_case(account=john, case=case, actor=carla)
    actor = actor_of(john)
    own = docket.add_party(case=case, type_="Movant", name="John Attorney", description="")
    content = motion(case, actor)
    draft = draft_of(content, house.flsd, actor)
    lacking = rules.missing(content, dictionary_of("flsd"), queries.workspace(draft, actor).around)
    assert [one.step for one in lacking] == [Step.FILERS]
    assert "You file for yourself alone" in lacking[0].message
    mine = replace(motion(case, actor, exhibits=0), filers=(ChosenParty(case=case.pk, party=own.pk),))
    receipt = actions.submit(draft=draft_of(mine, house.flsd, actor), actor=actor)
    entry = DocketEntry.objects.get(filed_as__receipt=receipt)
    assert "by John Attorney." in entry.words
    assert "(Attorney, John)" in entry.words


OTHERS = {"debtor": ("Debtor", "Coral Reach Towing, LLC"), "creditor": ("Creditor", "Marina Bank")}
OWN = {"person": ("Creditor", "John Attorney"), "firm": ("Creditor", "Harbor Supply Co.")}
TRUSTEES = {"trustee": ("Trustee", "John Attorney"), "office": ("U.S. Trustee", "Office of the US Trustee")}
ALL = OTHERS | OWN | TRUSTEES


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize(
    ("kind", "files_for"),
    [
        (FilerKind.CREDITOR, {"person", "firm", "trustee"}),
        (FilerKind.PARTY, {"person", "trustee"}),
        (FilerKind.TRUSTEE, {"person", "trustee", "office"}),
        (FilerKind.US_TRUSTEE, {"person", "trustee", "office"}),
        (FilerKind.ATTORNEY, set(ALL)),
    ],
)
def test_for_whom_each_role_files(
    house: House, case: Case, kind: FilerKind, files_for: set[str], *, is_new: bool
) -> None:
    actor = actor_of(of_kind(house, "john", kind, firm_name="Harbor Supply Co."))
    for number, (key, (role, name)) in enumerate(ALL.items(), start=1):
        one = ChosenParty(case=case.pk, new=f"n{number}")
        added = [NewParty(key=one.new, case=case.pk, type=role, name=name)]
        if not is_new:
            one = ChosenParty(case=case.pk, party=docket.add_party(case=case, type_=role, name=name, description="").pk)
        content = chosen("motion-dismiss", cases=(case.pk,), filers=(one,), new_parties=tuple(added if is_new else ()))
        around = queries.surroundings(content, court_id="flsd", actor=actor)
        assert rules.others_spoken_for(content, around) == (() if key in files_for else (one,)), key


# --- filing agents ---------------------------------------------------------------------------------------------------


@pytest.fixture
def agent(house: House) -> CourtAccount:
    return of_kind(house, "john", FilerKind.AGENT)


def test_an_agent_without_a_principal_is_told_how_to_get_one(house: House, agent: CourtAccount) -> None:
    page = house.signed_in("john", house.flsd).get("/civil")
    assert page.status_code == 409
    assert "Nobody has named you as filing agent" in page.content.decode()
    with pytest.raises(Refused, match="for whom you file"):
        actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=actor_of(agent))


def test_an_agent_files_in_the_name_of_its_principal(
    house: House, alice: CourtAccount, agent: CourtAccount, case: Case
) -> None:
    agency = agents.begin_agency(agent=agent, actor=actor_of(alice))
    assert agents.begin_agency(agent=agent, actor=actor_of(alice)) == agency
    john = actor_of(agent)
    assert Filer.ATTORNEY in queries.menus_of(john)
    draft = actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=john, acting_for=alice)
    draft = actions.save_step(
        draft=draft, step=Step.REVIEW, content=motion(case, john, exhibits=0), revision=0, actor=john
    )
    receipt = actions.submit(draft=draft, actor=john)
    assert (receipt.facts["filer"], receipt.facts["agent"]) == ("Alice Moreno", "John Attorney")
    entry = DocketEntry.objects.get(filed_as__receipt=receipt)
    assert "(Moreno, Alice)" in entry.words
    notice = frozen(receipt.notice)
    assert notice.entered_by == "Moreno, Alice (by John Attorney, filing agent)"
    assert "john@example.com" not in {to for one in notice.mail_addressees for to in one.addresses}
    (filed,) = [event for event in events_of(draft.chain) if event["act"] == "filing:draft:submit"]
    assert (filed["by"], filed["data"]["acting_for"]) == (john.label, alice.chain)
    assert not list(problems())


def test_an_agency_that_was_ended_lets_nothing_be_filed_any_more(
    house: House, alice: CourtAccount, agent: CourtAccount, case: Case
) -> None:
    agency = agents.begin_agency(agent=agent, actor=actor_of(alice))
    john = actor_of(agent)
    draft = actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=john, acting_for=alice)
    content = motion(case, john, exhibits=0)
    draft = actions.save_step(draft=draft, step=Step.REVIEW, content=content, revision=0, actor=john)
    with pytest.raises(NotFound):
        agents.end_agency(agency=agency, actor=john)
    agents.end_agency(agency=agency, actor=actor_of(alice))
    with pytest.raises(actions.NotAccepted, match="You do not file for Alice Moreno any more"):
        actions.submit(draft=draft, actor=john)
    with pytest.raises(Refused, match="any more"):
        actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=john, acting_for=alice)


def test_nobody_acts_for_somebody_who_has_not_named_them(
    house: House, alice: CourtAccount, agent: CourtAccount
) -> None:
    with pytest.raises(Refused):
        actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=actor_of(agent), acting_for=alice)
    with pytest.raises(Refused, match="not registered as filing agent"):
        agents.begin_agency(agent=alice, actor=actor_of(house.linked("charlie")))


def test_the_bar_status_of_the_principal_counts_for_its_agent(
    house: House, alice: CourtAccount, agent: CourtAccount, carla: Actor
) -> None:
    agents.begin_agency(agent=agent, actor=actor_of(alice))
    suspend(alice, carla)
    with pytest.raises(Refused, match="“Suspended”"):
        actions.start(court=house.flsd, content=chosen("motion-dismiss"), actor=actor_of(agent), acting_for=alice)


def test_an_agent_chooses_the_principal_on_the_page_of_events(
    house: House, alice: CourtAccount, agent: CourtAccount
) -> None:
    other = house.linked("charlie")
    for principal in (alice, other):
        agents.begin_agency(agent=agent, actor=actor_of(principal))
    browser = house.signed_in("john", house.flsd)
    page = browser.get("/civil/motions").content.decode()
    assert "For whom do you file?" in page
    answer = browser.post("/civil/motions", {"event": "motion-dismiss"})
    assert "Say for whom you file." in answer.content.decode()
    answer = browser.post("/civil/motions", {"event": "motion-dismiss", "acting_for": str(alice.pk)})
    assert "Alice Moreno, by you as filing agent" in answer.content.decode()
