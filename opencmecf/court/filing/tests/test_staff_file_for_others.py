"""Staff who file for an attorney: offered, accepted, limited, ended; both names on the record."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.agents import actions as agents
from opencmecf.court.agents.models import Agency
from opencmecf.court.cases.models import Case
from opencmecf.court.delegation import actions, jobs, queries, rules
from opencmecf.court.delegation.models import Delegation, State
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, FilerKind, LinkRequest, Person
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing import queries as filing_queries
from opencmecf.court.filing.content import Content, Step
from opencmecf.court.filing.models import Draft, DraftFile
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.court.filing.tests.filings import motion
from opencmecf.court.intake.models import Upload
from opencmecf.court.notices.models import FiledNotice
from opencmecf.court.receipts.models import Attempt
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(house: House) -> Actor:
    """The attorney."""
    return actor_of(house.linked("alice"))


@pytest.fixture
def john(house: House) -> Actor:
    """A member of her staff, with a PACER account and nothing at the court."""
    return house.actor("john")


@pytest.fixture
def case(house: House, alice: Actor) -> Case:
    return represented(civil_case(house.flsd), by=alice)


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def offered(alice: Actor, john: Actor, **other: Any) -> Delegation:
    told: dict[str, Any] = {
        "account_number": john.account_number,
        "last_name": "attorney ",
        "email": "john@firm.example",
        "may_submit": True,
        "menus": ["civil", "criminal"],
        "actor": alice,
    }
    return actions.offer(**{**told, **other})


def held(alice: Actor, john: Actor, **other: Any) -> tuple[Delegation, Actor]:
    """A delegation in force, and the member of staff as he acts with it."""
    made = offered(alice, john, **other)
    actions.accept(delegation=made, actor=john)
    made.refresh_from_db()
    return made, actor_of(CourtAccount.objects.get(person__account_number=john.account_number))


def prepared(case: Case, alice: Actor, staff: Actor) -> Draft:
    """A motion of Alice's client, whole, begun and prepared by her staff."""
    content = motion(case, staff, exhibits=0)
    principal = CourtAccount.objects.get(pk=alice.court_account_id or 0)
    begun = replace(Content(), events=content.events)
    draft = filing.start(court=case.court, content=begun, actor=staff, acting_for=principal)
    return filing.save_step(draft=draft, step=Step.REVIEW, content=content, revision=0, actor=staff)


def test_accepting_gives_the_person_an_account_as_filing_agent(alice: Actor, john: Actor) -> None:
    made, staff = held(alice, john)
    account = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    assert (account.filer_kind, account.password, made.state) == (FilerKind.AGENT, "", State.HELD)
    assert Agency.objects.get().principal_id == alice.court_account_id
    actions.accept(delegation=made, actor=john)
    assert Agency.objects.count() == 1
    assert {one.recipient for one in Message.objects.filter(subject__contains="files for Alice")} == {
        "alice@example.com",
        "john@example.com",
    }


def test_what_staff_submits_is_the_attorneys_filing_and_names_both(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john)
    receipt = filing.submit(draft=prepared(case, alice, staff), actor=staff)
    assert receipt.facts["filer"] == "Alice Moreno"
    assert "John Attorney" in str(receipt.facts)
    assert "(Moreno, Alice)" in receipt.facts["docket_text"]
    assert "Attorney, John" not in receipt.facts["docket_text"]
    assert "John Attorney" in str(FiledNotice.objects.latest("pk").facts)
    event = next(one for one in events_of(case.chain) if "acting_for" in one["data"])
    assert (event["by"], event["data"]["acting_for_name"]) == (staff.label, "Alice Moreno")


def test_the_attorney_opens_the_notice_and_the_receipt_of_what_staff_has_filed(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    _, staff = held(alice, john)
    key = filing.submit(draft=prepared(case, alice, staff), actor=staff).pk
    own = house.signed_in("alice", house.flsd)
    listed = own.get("/filing/drafts")
    assert f"/filing/{key}/notice" in listed.content.decode()
    assert "by John Attorney" in text_of(listed)
    assert "Filed for Alice Moreno by John Attorney" in text_of(own.get(f"/filing/{key}/notice"))
    assert own.get(f"/filing/{key}/receipt.json").json()["receipt"]["filer"] == "Alice Moreno"
    assert FiledNotice.objects.visible_to(alice).filter(receipt=key).exists()
    assert house.signed_in("john", house.flsd).get(f"/filing/{key}/notice").status_code == 200
    house.linked("charlie")
    assert house.signed_in("charlie", house.flsd).get(f"/filing/{key}/notice").status_code == 404


def test_the_attorney_opens_the_certificate_of_what_staff_has_tried(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    with pytest.raises(filing.NotAccepted):
        filing.submit(draft=prepared(case, alice, staff), actor=staff)
    assert Attempt.objects.visible_to(alice).count() == Attempt.objects.visible_to(staff).count() == 1
    assert not Attempt.objects.visible_to(john).exists()


def test_the_header_names_both_wherever_something_is_filed_for_somebody(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    _, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    browser = house.signed_in("john", house.flsd)
    pages = ["/civil", "/civil/motions", f"/filing/{draft.pk}/check", f"/filing/{draft.pk}/discard"]
    for path in (*pages, f"/filing/{draft.pk}/case", f"/filing/{draft.pk}/review"):
        assert "John Attorney filing for Alice Moreno" in text_of(browser.get(path)), path
    assert "Entered by Moreno, Alice (by John Attorney, filing agent)" in text_of(browser.get(path))
    for path in ("/", "/filing/drafts", "/utilities/delegation"):
        assert "filing for Alice Moreno" not in text_of(browser.get(path)), path
    own = house.signed_in("alice", house.flsd)
    assert "filing for" not in text_of(own.get("/civil"))


def test_with_several_attorneys_the_chosen_one_is_in_the_header(
    house: House, alice: Actor, john: Actor, case: Case
) -> None:
    held(alice, john)
    charlie = actor_of(house.linked("charlie"))
    actions.accept(delegation=offered(charlie, john), actor=john)
    browser = house.signed_in("john", house.flsd)
    page = text_of(browser.get("/civil"))
    assert "filing for" not in page
    assert "You file for Alice Moreno, Charlie Public." in page
    page = text_of(browser.get(f"/civil/motions?acting_for={alice.court_account_id}"))
    assert "John Attorney filing for Alice Moreno" in page


def test_whoever_may_prepare_hands_over_and_the_attorney_submits(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    draft = prepared(case, alice, staff)
    with pytest.raises(Refused, match="who submits them"):
        filing.submit(draft=draft, actor=staff)
    filing.hand_over(draft=draft, actor=staff)
    assert not Draft.objects.visible_to(staff).exists()
    assert Message.objects.latest("pk").subject == "A draft waits for you to submit it"
    receipt = filing.submit(draft=Draft.objects.get_for(alice, pk=draft.pk), actor=alice)
    assert receipt.facts["filer"] == "Alice Moreno"
    event = next(one for one in events_of(case.chain) if "prepared_by" in one["data"])
    assert event["data"]["prepared_by"].startswith("John Attorney")


def test_a_duplicate_keeps_its_files_when_the_draft_is_handed_over(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, may_submit=False)
    draft = prepared(case, alice, staff)
    copy = filing.duplicate(draft=draft, actor=staff)
    filing.hand_over(draft=draft, actor=staff)
    for one, owner in ((draft, alice), (copy, staff)):
        one.refresh_from_db()
        (paper,) = Content.from_data(one.content).papers
        file = Upload.objects.get_for(owner, pk=paper.upload)
        assert DraftFile.objects.filter(draft=one).values_list("upload_id", flat=True).get() == file.pk
    assert Upload.objects.values("sha256").distinct().count() == 1
    assert filing.submit(draft=Draft.objects.get_for(alice, pk=draft.pk), actor=alice).facts["filer"] == "Alice Moreno"
    filing.hand_over(draft=copy, actor=staff)
    assert not Upload.objects.visible_to(staff).exists()


def test_nobody_hands_over_a_filing_of_ones_own(alice: Actor, case: Case) -> None:
    content = motion(case, alice, exhibits=0)
    draft = filing.start(court=case.court, content=replace(Content(), events=content.events), actor=alice)
    with pytest.raises(Refused, match="your own filing"):
        filing.hand_over(draft=draft, actor=alice)


def test_only_the_granted_kinds_of_case_can_be_filed_in(alice: Actor, john: Actor, case: Case) -> None:
    _, staff = held(alice, john, menus=["criminal"])
    with pytest.raises(Refused, match="criminal events only"):
        prepared(case, alice, staff)


def test_each_court_has_its_own_kinds_of_case_to_grant(house: House, john: Actor) -> None:
    on_appeal = actor_of(house.linked("alice", house.ca11))
    assert offered(on_appeal, john, menus=["appeal"]).menus == ["appeal"]
    with pytest.raises(Refused, match="at least one kind of case"):
        offered(on_appeal, house.actor("charlie"), menus=["civil"])


@pytest.mark.parametrize("side", ["attorney", "staff"])
def test_either_side_ends_it_at_once(alice: Actor, john: Actor, case: Case, side: str) -> None:
    made, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    for _ in range(2):
        actions.end(delegation=made, actor=alice if side == "attorney" else staff)
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.submit(draft=draft, actor=staff)
    assert Message.objects.filter(subject__startswith="Filing for Alice Moreno").count() == 2
    again, _ = held(alice, john, may_submit=False)
    assert again.pk != made.pk
    assert queries.limits_of(again.principal, staff) == rules.Limits(False, ("civil", "criminal"))


def test_an_offer_is_for_the_account_and_the_name_that_were_typed(house: House, alice: Actor, john: Actor) -> None:
    made = offered(alice, john, last_name="Somebody")
    with pytest.raises(Refused, match="another name"):
        actions.accept(delegation=made, actor=john)
    with pytest.raises(NotFound):
        queries.delegation(made.pk, house.actor("charlie"))
    with pytest.raises(Refused):
        actions.accept(delegation=made, actor=house.actor("charlie"))


def test_who_cannot_take_it_up(house: House, alice: Actor, john: Actor) -> None:
    made = offered(alice, john)
    Person.objects.filter(pk=john.person_id or 0).update(is_shared=True)
    with pytest.raises(Refused, match="cannot file"):
        actions.accept(delegation=made, actor=john)
    Person.objects.filter(pk=john.person_id or 0).update(is_shared=False)
    robert = actor_of(house.linked("john"))
    with pytest.raises(Refused, match="account of your own"):
        actions.accept(delegation=made, actor=robert)


def test_offers_that_cannot_be_made(alice: Actor, john: Actor) -> None:
    with pytest.raises(Refused, match="your own account number"):
        offered(alice, john, account_number=alice.account_number)
    with pytest.raises(Refused, match="at least one kind"):
        offered(alice, john, menus=[])
    offered(alice, john)
    with pytest.raises(Refused, match="an offer to this account already"):
        offered(alice, john)
    with pytest.raises(NotAllowed):
        offered(john, alice)
    _, staff = _accepted(alice, john)
    with pytest.raises(Refused, match="You file for others"):
        offered(staff, alice)


def _accepted(alice: Actor, john: Actor) -> tuple[Delegation, Actor]:
    made = queries.given_by(alice)[0]
    actions.accept(delegation=made, actor=john)
    return made, actor_of(CourtAccount.objects.get(person__account_number=john.account_number))


def test_a_declined_offer_is_closed(alice: Actor, john: Actor) -> None:
    made = offered(alice, john)
    actions.decline(delegation=made, actor=john)
    with pytest.raises(Refused, match="not open any more"):
        actions.accept(delegation=made, actor=john)
    assert Message.objects.latest("pk").recipient == "alice@example.com"


def test_offers_do_not_flood_mailboxes(alice: Actor, john: Actor) -> None:
    for number in range(10):
        offered(alice, john, account_number=f"100000{number}")
    with pytest.raises(Refused, match="many offers"):
        offered(alice, john)


def test_the_pages_of_both_sides(house: House, alice: Actor, john: Actor) -> None:
    attorney, staff = house.signed_in("alice", house.flsd), house.signed_in("john", house.flsd)
    assert "Nobody has asked you to file" in text_of(staff.get("/utilities/delegation"))
    page = attorney.post("/utilities/delegation", {"account_number": "12", "last_name": "Attorney"})
    assert "Type the seven digits" in text_of(page)
    typed = {
        "account_number": john.account_number,
        "last_name": "Attorney",
        "email": "john@firm.example",
        "may_submit": "yes",
        "menus": ["civil"],
    }
    assert "The offer is made" in text_of(attorney.post("/utilities/delegation", typed))
    page = text_of(staff.get("/utilities/delegation"))
    assert "Prepare and submit: civil" in page
    made = Delegation.objects.get()
    page = staff.post(f"/utilities/delegation/{made.pk}/accept", {})
    assert "You file for the attorney from now on." in text_of(page)
    assert "Civil" in text_of(page)
    assert "In force" in text_of(attorney.get("/utilities/delegation"))
    assert "It is ended" in text_of(attorney.post(f"/utilities/delegation/{made.pk}/end", {}))
    assert house.signed_in("charlie", house.flsd).post(f"/utilities/delegation/{made.pk}/end", {}).status_code == 404


CLERK = system("tests", "flsd", frozenset({Role.CLERK, Role.COURT_ADMIN, Role.PACER_USER}))


def relinked(house: House, staff: Actor, username: str) -> Actor:
    """The account of the member of staff, unlinked by the clerk and linked to somebody else's PACER account."""
    account = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    filers.unlink_account(account=account, reason="Linked to the wrong account.", actor=CLERK)
    person = Person.objects.get(pk=house.actor(username).person_id or 0)
    request = LinkRequest.objects.create(person=person, court_account=account)
    return actor_of(filers.link_account(request=request, actor=CLERK))


def test_limits_stay_with_the_account_that_files(house: House, alice: Actor, john: Actor) -> None:
    made, staff = held(alice, john, may_submit=False)
    other = relinked(house, staff, "charlie")
    assert (other.court_account_id, other.account_number != staff.account_number) == (staff.court_account_id, True)
    assert queries.limits_of(made.principal, other) == rules.Limits(False, ("civil", "criminal"))
    unsigned = replace(staff, account_number="")  # by the login that the court has issued
    assert queries.limits_of(made.principal, unsigned) == rules.Limits(False, ("civil", "criminal"))


def test_an_agency_begun_anew_beside_a_grant_sheds_no_limits(alice: Actor, john: Actor, case: Case) -> None:
    made, staff = held(alice, john, may_submit=False)
    account = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    agents.end_agency(agency=Agency.objects.get(), actor=alice)
    agents.begin_agency(agent=account, actor=alice)
    assert queries.limits_of(made.principal, staff) == rules.Limits(False, ("civil", "criminal"))
    draft = prepared(case, alice, staff)
    actions.end(delegation=made, actor=alice)
    assert not Agency.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.submit(draft=draft, actor=staff)


def test_an_agency_that_a_grant_carried_allows_nothing_without_it(alice: Actor, john: Actor, case: Case) -> None:
    made, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    Delegation.objects.filter(pk=made.pk).update(state=State.ENDED)
    assert Agency.objects.get().ended_at is None
    with pytest.raises(Refused, match="what you were granted has ended"):
        filing.submit(draft=draft, actor=staff)


def test_who_was_named_under_filing_agents_has_no_limits(alice: Actor, john: Actor) -> None:
    made, staff = held(alice, john, may_submit=False)
    actions.end(delegation=made, actor=alice)
    agents.begin_agency(agent=CourtAccount.objects.get(pk=staff.court_account_id or 0), actor=alice)
    assert queries.limits_of(made.principal, staff) == rules.NO_LIMITS


@pytest.mark.parametrize("side", ["attorney", "staff"])
def test_unlinking_either_account_ends_what_was_granted(
    house: House, alice: Actor, john: Actor, case: Case, side: str
) -> None:
    made, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    Message.objects.all().delete()
    unlinked = CourtAccount.objects.get(pk=(alice if side == "attorney" else staff).court_account_id or 0)
    filers.unlink_account(account=unlinked, reason="Wrong account.", actor=CLERK)
    (job,) = ProcrastinateJob.objects.filter(task_name="delegation:end-of-account")
    for _ in range(2):
        jobs.end_of_account(**job.args)
    made.refresh_from_db()
    assert (made.state, Agency.objects.filter(ended_at=None).exists()) == (State.ENDED, False)
    told = Message.objects.filter(subject__startswith="Filing for Alice Moreno")
    assert sorted(told.values_list("recipient", flat=True)) == ["alice@example.com", "john@firm.example"]
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.submit(draft=draft, actor=staff)


def test_unlinking_ends_an_agency_without_a_grant_and_tells_why(alice: Actor, john: Actor) -> None:
    made, staff = held(alice, john)
    actions.end(delegation=made, actor=alice)
    agent = CourtAccount.objects.get(pk=staff.court_account_id or 0)
    agents.begin_agency(agent=agent, actor=alice)
    filers.unlink_account(account=agent, reason="Wrong account.", actor=CLERK)
    Message.objects.all().delete()
    for _ in range(2):
        jobs.end_of_account(agent.pk)
    assert not Agency.objects.filter(ended_at=None).exists()
    assert Message.objects.count() == 2
    assert all("The court has unlinked the account of John Attorney" in one.text for one in Message.objects.all())


def test_what_is_granted_after_linking_anew_stays(house: House, alice: Actor, john: Actor) -> None:
    _, staff = held(alice, john)
    other = relinked(house, staff, "charlie")
    CourtAccount.objects.filter(pk=other.court_account_id or 0).update(linked_at=Now())  # the transaction is the test's
    jobs.end_of_account(other.court_account_id or 0)
    assert not Agency.objects.filter(ended_at=None).exists()
    agents.begin_agency(agent=CourtAccount.objects.get(pk=other.court_account_id or 0), actor=alice)
    jobs.end_of_account(other.court_account_id or 0)
    assert Agency.objects.filter(ended_at=None).exists()


# --- before anybody has marked it as ended ----------------------------------------------------------------------------


def test_a_grant_whose_agency_was_ended_is_listed_as_ended_and_can_be_made_again(
    house: House, alice: Actor, john: Actor
) -> None:
    made, staff = held(alice, john)
    attorney = house.signed_in("alice", house.flsd)
    assert "In force" in text_of(attorney.get("/utilities/delegation"))
    agents.end_agency(agency=Agency.objects.get(), actor=alice)
    page = text_of(attorney.get("/utilities/delegation"))
    assert "In force" not in page
    assert "Ended" in page
    assert queries.told_to_centre(alice.account_number, court_id="flsd") == {"given": [], "held": []}
    assert queries.told_to_centre(staff.account_number, court_id="flsd") == {"given": [], "held": []}
    again, _ = held(alice, john, may_submit=False)
    made.refresh_from_db()
    assert (made.state, again.state) == (State.ENDED, State.HELD)
    assert queries.limits_of(again.principal, staff) == rules.Limits(False, ("civil", "criminal"))


def test_an_agency_begun_anew_is_told_once_with_its_limits(alice: Actor, john: Actor) -> None:
    _, staff = held(alice, john, may_submit=False)
    agents.end_agency(agency=Agency.objects.get(), actor=alice)
    agents.begin_agency(agent=CourtAccount.objects.get(pk=staff.court_account_id or 0), actor=alice)
    (told,) = queries.told_to_centre(alice.account_number, court_id="flsd")["given"]
    assert told["acts"].startswith("Prepare drafts")


@pytest.mark.parametrize("side", ["attorney", "staff"])
def test_what_was_granted_counts_no_more_from_the_unlinking_on(
    house: House, alice: Actor, john: Actor, case: Case, side: str
) -> None:
    made, staff = held(alice, john)
    draft = prepared(case, alice, staff)
    if side == "attorney":
        attorney = CourtAccount.objects.get(pk=alice.court_account_id or 0)
        filers.unlink_account(account=attorney, reason="Wrong account.", actor=CLERK)
    else:
        staff = relinked(house, staff, "charlie")  # who must not inherit it
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.submit(draft=draft, actor=staff)
    with pytest.raises(Refused, match="do not file for Alice Moreno any more"):
        filing.start(
            court=case.court,
            content=replace(Content(), events=Content.from_data(draft.content).events),
            actor=staff,
            acting_for=made.principal,
        )
    assert filing_queries.principals_of(staff) == []
    assert not queries.held_by(staff).exists()
    assert not queries.given_by(alice).open().exists()


def test_an_offer_ends_with_the_link_of_whoever_made_it(alice: Actor, john: Actor) -> None:
    made = offered(alice, john)
    attorney = CourtAccount.objects.get(pk=alice.court_account_id or 0)
    filers.unlink_account(account=attorney, reason="Wrong account.", actor=CLERK)
    with pytest.raises(Refused, match="not open any more"):
        actions.accept(delegation=made, actor=john)
    assert not Agency.objects.exists()


def test_what_is_granted_anew_before_the_job_has_run_stays(house: House, alice: Actor, john: Actor, case: Case) -> None:
    made, staff = held(alice, john, may_submit=False)
    other = relinked(house, staff, "charlie")
    agent = CourtAccount.objects.get(pk=other.court_account_id or 0)
    agents.begin_agency(agent=agent, actor=alice)
    for _ in range(2):
        jobs.end_of_account(agent.pk)
    made.refresh_from_db()
    assert made.state == State.ENDED
    assert filing_queries.principals_of(other) == [made.principal]
