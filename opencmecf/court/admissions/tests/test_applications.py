"""Applying, and deciding: what each step allows, keeps, tells and records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from opencmecf.court.admissions import actions, queries
from opencmecf.court.admissions.models import Application, State
from opencmecf.court.admissions.tests.applicants import (
    WAYS_OUT,
    actor_of,
    arrived,
    begin,
    case_at,
    filled,
    submitted,
)
from opencmecf.court.appearances.tests.dockets import HARBOR, docket
from opencmecf.court.cases.models import Case
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import FilerKind
from opencmecf.court.intake import actions as intake
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.people import House


@pytest.fixture
def john(house: House) -> Actor:
    return house.actor("john")


@pytest.fixture
def carla(house: House) -> Actor:
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def waiting(house: House, john: Actor) -> Application:
    return submitted(house.flsd, john)


def subjects(address: str) -> list[str]:
    return list(Message.objects.filter(recipient=address).order_by("pk").values_list("subject", flat=True))


def test_what_is_typed_is_kept_right_or_wrong(house: House, john: Actor) -> None:
    application = begin(house.flsd, john)
    actions.save_answers(application=application, answers={"zip_code": "", "bar_admitted_on": "last year"}, actor=john)
    application.refresh_from_db()
    assert application.answers["bar_admitted_on"] == "last year"
    told = {one.message for one in queries.lacking(application)}
    assert "Fill in “ZIP code”." in told
    assert "Type the date as month, day and year, for example 1/2/2020." in told


def test_what_is_not_complete_cannot_be_submitted(house: House, john: Actor) -> None:
    application = filled(house.flsd, john, "admission")
    with pytest.raises(Refused, match="not complete") as refused:
        actions.submit(application=application, actor=john)
    assert refused.value.remedy == "Upload “Certificate of good standing”."


def test_a_paper_is_checked_like_a_filing(house: House, john: Actor) -> None:
    application = filled(house.flsd, john, "admission")
    with pytest.raises(Refused):
        actions.attach_paper(
            application=application, code="good_standing", arrived=arrived("note", b"no PDF"), actor=john
        )
    unwanted = arrived("me")
    with pytest.raises(NotFound):
        actions.attach_paper(application=application, code="portrait", arrived=unwanted, actor=john)
    unwanted._arriving.drop()
    assert not application.papers.exists()


def test_a_paper_of_a_request_stays_with_it(house: House, john: Actor) -> None:
    request = submitted(house.flsd, john, "admission")
    upload = request.papers.get().upload
    filer = replace(john, roles=john.roles | {Role.FILER})
    with pytest.raises(Refused, match="part of a request"):
        intake.cancel(upload_id=upload.pk, actor=filer)
    assert intake.sweep(grace=timedelta(0)) == 0


def test_beginning_twice_is_one_request_and_another_choice_takes_the_answers_along(house: House, john: Actor) -> None:
    first = filled(house.flsd, john, "efile")
    assert begin(house.flsd, john, "efile").pk == first.pk
    other = begin(house.flsd, john, "admission")
    assert (other.pk, other.choice, other.answers["city"]) == (first.pk, "admission", "Miami")


def test_a_request_that_waits_is_the_only_one(house: House, john: Actor, waiting: Application) -> None:
    assert begin(house.flsd, john, "admission") == waiting
    waiting.refresh_from_db()
    assert waiting.choice == "efile"


@pytest.mark.parametrize(
    ("username", "word"), [("leonard", "Legacy"), ("office", "shared"), ("firm", "Administrative Account")]
)
def test_accounts_that_cannot_file_are_refused_with_what_to_do(house: House, username: str, word: str) -> None:
    with pytest.raises(Refused, match=word) as refused:
        begin(house.flsd, house.actor(username))
    assert refused.value.links


def test_a_currentgen_court_and_a_linked_account_take_no_request(house: House, john: Actor) -> None:
    at_flsb = replace(house.actor("john", house.flsb))
    with pytest.raises(Refused, match="has not moved to NextGen"):
        actions.begin(court=house.flsb, choice="efile", actor=at_flsb, **WAYS_OUT)
    alice = actor_of(house.linked("alice"))
    with pytest.raises(Refused, match="already linked"):
        begin(house.flsd, alice)


def test_submitting_is_recorded_and_mailed_once(house: House, john: Actor, waiting: Application) -> None:
    actions.submit(application=waiting, actor=john)  # twice is one event
    acts = [event["act"] for event in events_of(waiting.chain)]
    assert acts.count("admission:application:submit") == 1
    assert subjects("john@example.com") == [
        "Your request is with the clerk: United States District Court for the Southern District of Florida"
    ]


def test_the_clerk_asks_and_the_applicant_answers(
    house: House, john: Actor, carla: Actor, waiting: Application
) -> None:
    with pytest.raises(Refused, match="with the clerk"):
        actions.save_answers(application=waiting, answers={"city": "Tampa"}, actor=john)
    actions.ask(application=waiting, question="Which of the two bar numbers is right?", actor=carla)
    actions.save_answers(application=waiting, answers={"bar_number": "512585"}, actor=john)
    answered = actions.answer(application=waiting, text="The second one.", actor=john)
    assert answered.state == State.WAITING
    lines = [(one.what, one.who) for one in queries.history(answered)]
    assert ("The clerk has asked: Which of the two bar numbers is right?", "The clerk's office") in lines
    assert ("The question was answered: The second one.", "John Attorney") in lines
    assert "The court has a question" in " ".join(subjects("john@example.com"))


def test_approving_issues_an_account_that_is_linked(
    house: House, john: Actor, carla: Actor, waiting: Application
) -> None:
    approved = actions.approve(application=waiting, login="ja512584", bar_number="512584", actor=carla)
    account = approved.account
    assert account is not None
    assert account.person is not None
    assert (account.person.account_number, account.password, account.role) == (john.account_number, "", "filer")
    assert (account.bar_number, account.city, account.filer_kind) == ("512584", "Miami", FilerKind.ATTORNEY)
    row = NoticeAddress.objects.get(account=account)
    assert (row.sending, row.format) == ("summary", "text")
    assert {"filer:account:issue", "filer:account:link"} <= {event["act"] for event in events_of(account.chain)}
    assert not list(problems())
    page = house.signed_in("john", house.flsd).get("/civil")
    assert page.status_code == 200
    assert "Motions" in page.content.decode()


def test_a_login_that_is_taken_leaves_the_request_waiting(house: House, carla: Actor, waiting: Application) -> None:
    house.court_account("alice")
    with pytest.raises(filers.LoginTaken):
        actions.approve(application=waiting, login="cm-alice", actor=carla)
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_rejected_and_applied_again(house: House, john: Actor, carla: Actor, waiting: Application) -> None:
    actions.reject(application=waiting, reason="Not a member of the bar.", actor=carla)
    text = Message.objects.filter(recipient="john@example.com").latest("pk").text
    assert "Not a member of the bar." in text
    assert begin(house.flsd, john).pk != waiting.pk


def test_withdrawn_is_for_good(house: House, john: Actor, carla: Actor, waiting: Application) -> None:
    actions.withdraw(application=waiting, actor=john)
    actions.withdraw(application=waiting, actor=john)
    with pytest.raises(Refused, match="has changed"):
        actions.approve(application=waiting, login="x", actor=carla)


def test_who_sees_a_request(house: House, john: Actor, carla: Actor, waiting: Application) -> None:
    stranger = house.actor("charlie")
    assert queries.application(waiting.pk, actor=carla) == waiting
    with pytest.raises(NotFound):
        queries.application(waiting.pk, actor=stranger)
    with pytest.raises(NotFound):
        queries.own_application(waiting.pk, actor=carla)
    with pytest.raises(NotAllowed):
        actions.approve(application=waiting, login="x", actor=stranger)
    draft = begin(house.flsd, stranger)
    assert draft not in queries.queue(carla, state="all")
    with pytest.raises(NotFound):
        queries.application(draft.pk, actor=carla)


@pytest.fixture
def cases(house: House) -> tuple[Case, Case]:
    return case_at(house.flsd), case_at(house.flsd, closed=True)


def test_pro_hac_vice_holds_in_the_named_cases_until_they_are_closed(
    house: House, john: Actor, carla: Actor, cases: tuple[Case, Case]
) -> None:
    running, closed = cases
    application = submitted(house.flsd, john, "pro-hac-vice", cases=running.number_core)
    with pytest.raises(Refused, match="at least one case"):
        actions.approve(application=application, login="ja", actor=carla)
    approved = actions.approve(application=application, login="ja", cases=[running, closed], actor=carla)
    assert approved.account is not None
    assert queries.admitted_cases(approved.account) == frozenset({running.pk})
    (_, ended) = queries.admissions_of(approved.account)
    assert (ended.case_id, ended.ended_by_closing) == (closed.pk, True)


def test_typed_cases_are_found_or_named(house: House, carla: Actor, cases: tuple[Case, Case]) -> None:
    typed = f"{cases[0].number_core}\n1:99-cv-99999; {cases[0].number_core}"
    assert queries.cases_named(typed, court_id="flsd", actor=carla) == ([cases[0]], ["1:99-cv-99999"])


def test_an_account_of_the_court_is_offered_for_linking(house: House, john: Actor) -> None:
    issued = house.court_account("john")
    page = house.signed_in("john", house.flsd).get("/admissions").content.decode()
    assert queries.unlinked_account_of(issued.court.person_set.get(account_number=john.account_number)) == issued
    assert "The court has an account for you already" in page


def test_the_clerk_is_shown_attorneys_of_dockets_who_may_be_the_new_filer(house: House, waiting: Application) -> None:
    docket(house, 30001, ("John Attorney", HARBOR))
    house.linked("carla", role=Role.CLERK)
    carla = house.signed_in("carla", house.flsd)
    typed = {"login": "ja77012", "bar_number": "77012"}
    page = carla.post(f"/court/admissions/{waiting.pk}/approve", typed)
    assert "Agrees: name, bar number, firm" in page.text
