"""What was granted ends with the link of either account, and limits stay with the account that files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.agents import actions as agents
from opencmecf.court.agents.models import Agency
from opencmecf.court.cases.models import Case
from opencmecf.court.delegation import actions, jobs, queries, rules
from opencmecf.court.delegation.models import Delegation, State
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount, LinkRequest, Person
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing import queries as filing_queries
from opencmecf.court.filing.content import Content
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.filing.tests.staff.offers import held, offered, prepared
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

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
