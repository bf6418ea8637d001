from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from opencmecf.court.cases.actions import connect_counsel
from opencmecf.court.docket.actions import Restrictions
from opencmecf.court.docket.events.event import EntryKind
from opencmecf.court.filing import actions, queries
from opencmecf.court.filing.content import ChosenParty, Content, Referred, Step
from opencmecf.court.filing.models import Draft, LateForm, State
from opencmecf.court.filing.tests.cases import ADMIN, actor_of, chosen, civil_case, closed_case, criminal_case
from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.access import Actor, Restriction, Role
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.testing.people import House


@pytest.fixture
def alice(house: House) -> Actor:
    """Counsel for the plaintiff."""
    return actor_of(house.linked("alice"))


@pytest.fixture
def carla(house: House) -> Actor:
    """The clerk."""
    return actor_of(house.linked("carla", role=Role.CLERK))


def begin(house: House, actor: Actor, *codes: str) -> Draft:
    return actions.start(court=house.flsd, content=chosen(*(codes or ("motion-dismiss",))), actor=actor)


def test_a_draft_is_its_owners_alone(house: House, alice: Actor, carla: Actor) -> None:
    draft = begin(house, alice)
    assert queries.draft_of(draft.pk, actor=alice) == draft
    assert queries.open_drafts(alice) == [draft]
    john = actor_of(house.linked("john"))
    elsewhere = replace(alice, site="ca11")
    for other in (carla, john, elsewhere, house.actor("charlie")):
        with pytest.raises(NotFound):
            queries.draft_of(draft.pk, actor=other)
        assert queries.open_drafts(other) == []


def test_only_filers_begin_drafts(house: House, alice: Actor) -> None:
    with pytest.raises(NotAllowed):
        begin(house, house.actor("charlie"))
    with pytest.raises(NotAllowed):
        begin(house, replace(alice, site="ca11"))
    with pytest.raises(Refused, match="No filing account"):
        begin(house, replace(alice, court_account_id=None))
    with pytest.raises(Refused, match="“Order” is not on your menu"):
        begin(house, alice, "order")


def test_a_step_is_saved_and_clears_what_depends_on_it(house: House, alice: Actor) -> None:
    case, draft = civil_case(house.flsd), begin(house, alice)
    party = ChosenParty(case=case.pk, party=case.parties.order_by("order")[0].pk)
    content = replace(chosen("motion-dismiss"), cases=(case.pk,), filers=(party,), prefix="Joint")
    draft = actions.save_step(draft=draft, step=Step.FILERS, content=content, revision=0, actor=alice)
    assert Content.from_data(draft.content) == content
    assert (draft.revision, draft.step) == (1, "filers")
    without = replace(content, cases=())
    draft = actions.save_step(draft=draft, step=Step.CASE, content=without, revision=1, actor=alice)
    assert Content.from_data(draft.content) == replace(without, filers=())
    acts = AuditEvent.objects.filter(chain=draft.chain).count()
    assert acts == 3


def test_saving_the_same_again_changes_nothing(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    content = Content.from_data(draft.content)
    again = actions.save_step(draft=draft, step=Step.CASE, content=content, revision=0, actor=alice)
    assert again.revision == 0


def test_a_second_window_does_not_undo_the_first(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    first = replace(chosen("motion-dismiss"), free_text="first")
    actions.save_step(draft=draft, step=Step.TEXT, content=first, revision=0, actor=alice)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.save_step(draft=draft, step=Step.TEXT, content=replace(first, free_text="2"), revision=0, actor=alice)
    draft.refresh_from_db()
    assert Content.from_data(draft.content).free_text == "first"


def test_a_stranger_saves_nothing(house: House, alice: Actor, carla: Actor) -> None:
    draft = begin(house, alice)
    with pytest.raises(NotFound):
        actions.save_step(draft=draft, step=Step.CASE, content=chosen("affidavit"), revision=0, actor=carla)
    with pytest.raises(NotFound):
        actions.discard(draft=draft, actor=carla)
    with pytest.raises(NotFound):
        actions.duplicate(draft=draft, actor=carla)


def test_a_copy_asks_for_the_confirmation_anew(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    content = replace(
        chosen("motion-dismiss"), redaction_acknowledged=True, done=(Step.EVENTS, Step.DOCUMENTS), free_text="kept"
    )
    actions.save_step(draft=draft, step=Step.TEXT, content=content, revision=0, actor=alice)
    copy = actions.duplicate(draft=draft, actor=alice)
    kept = Content.from_data(copy.content)
    assert copy.pk != draft.pk
    assert (kept.free_text, kept.redaction_acknowledged, kept.done) == ("kept", False, (Step.EVENTS,))


def test_a_discarded_draft_stays_so(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    actions.discard(draft=draft, actor=alice)
    discarded = actions.discard(draft=draft, actor=alice)
    assert discarded.state == State.DISCARDED
    assert queries.open_drafts(alice) == []
    with pytest.raises(Refused, match="was discarded"):
        actions.save_step(draft=draft, step=Step.CASE, content=chosen("affidavit"), revision=0, actor=alice)


def test_what_was_filed_is_no_draft_any_more(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    Draft.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    with pytest.raises(Refused, match="has been filed already"):
        actions.save_step(draft=draft, step=Step.CASE, content=chosen("affidavit"), revision=0, actor=alice)
    with pytest.raises(Refused, match="no draft any more"):
        actions.discard(draft=draft, actor=alice)


def test_a_late_form_waits_for_its_sender(house: House, alice: Actor, carla: Actor) -> None:
    draft = begin(house, alice)
    nobody = Actor(label="anonymous", site="flsd")
    key = actions.keep_late_form(draft_id=draft.pk, step=Step.TEXT, fields={"free_text": ["late"]}, actor=nobody)
    assert key
    assert Content.from_data(queries.draft_of(draft.pk, actor=alice).content).free_text == ""
    with pytest.raises(NotFound):
        actions.take_late_form(draft=draft, step=Step.TEXT, key=key, actor=carla)
    assert actions.take_late_form(draft=draft, step=Step.TEXT, key="another browser's", actor=alice) is None
    assert actions.take_late_form(draft=draft, step=Step.CASE, key=key, actor=alice) is None
    assert actions.take_late_form(draft=draft, step=Step.TEXT, key=key, actor=alice) == {"free_text": ["late"]}
    assert actions.take_late_form(draft=draft, step=Step.TEXT, key=key, actor=alice) is None


def test_a_late_form_has_bounds(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    nobody = Actor(label="anonymous", site="flsd")
    long = {"free_text": ["x" * 200_001]}
    assert actions.keep_late_form(draft_id=draft.pk, step=Step.TEXT, fields=long, actor=nobody) is None
    elsewhere = replace(nobody, site="ca11")
    assert actions.keep_late_form(draft_id=draft.pk, step=Step.TEXT, fields={}, actor=elsewhere) is None


def test_what_is_around_a_draft_is_what_its_owner_may_see(house: House, alice: Actor, carla: Actor) -> None:
    case = civil_case(house.flsd, restrictions=Restrictions(entries={1: Restriction.SEALED}))
    entries = {entry.number: entry.pk for entry in case.entries.all()}
    content = chosen(
        "motion-dismiss",
        cases=(case.pk,),
        references=tuple(Referred(case=case.pk, entry=entries[number]) for number in ("1", "2")),
    )
    around = queries.surroundings(content, court_id="flsd", actor=alice)
    assert [entry.number for entry in around.entries.values()] == ["1"]
    known = around.cases[case.pk]
    assert [(party.name, party.is_mine) for party in known.parties] == [
        ("Robert Okafor", True),
        ("Harbor Pilots, Inc.", False),
        ("Port of Miami", False),
    ]
    assert (around.name, around.signature) == ("Alice Moreno", "Moreno, Alice")
    of_clerk = queries.surroundings(content, court_id="flsd", actor=carla)
    assert {entry.number for entry in of_clerk.entries.values()} == {"1", "2"}
    assert of_clerk.signature == "cr"
    assert not any(party.is_mine for party in of_clerk.cases[case.pk].parties)


def test_a_sealed_case_is_not_found_by_attorneys(house: House, alice: Actor, carla: Actor) -> None:
    civil_case(house.flsd, restrictions=Restrictions(case=Restriction.SEALED))
    assert queries.cases_found("1:20-cv-20001", court_id="flsd", actor=alice) == []
    assert len(queries.cases_found("20-20001", court_id="flsd", actor=carla)) == 1


def test_cases_are_found_by_any_form_of_number(house: House, alice: Actor) -> None:
    civil_case(house.flsd)
    closed_case(house.flsd)
    criminal_case(house.flsd)
    for typed in ("1:20-cv-20001-RMA", "20-20001", "20cv20001", "2020001"):
        (found,) = queries.cases_found(typed, court_id="flsd", actor=alice)
        assert (found.core, found.kind) == ("1:20-cv-20001", CaseKind.CIVIL)
    (closed,) = queries.cases_found("20-20003", court_id="flsd", actor=alice)
    assert closed.closed_on is not None
    (criminal,) = queries.cases_found("20-20104", court_id="flsd", actor=alice)
    assert criminal.kind is CaseKind.CRIMINAL


def test_entries_are_offered_by_kind_number_and_date(house: House, alice: Actor) -> None:
    case = civil_case(house.flsd, restrictions=Restrictions(texts={3: Restriction.COURT}))
    everything = set(EntryKind)
    offered = queries.entries_to_refer_to([case.pk], kinds=everything, court_id="flsd", actor=alice)
    assert [entry.number for entry in offered] == ["3", "2", "1"]
    motions = queries.entries_to_refer_to([case.pk], kinds={EntryKind.MOTION}, court_id="flsd", actor=alice)
    assert [entry.reliefs for entry in motions] == [("Motion to Dismiss", "Motion to Strike")]
    some = queries.entries_to_refer_to([case.pk], kinds=everything, court_id="flsd", actor=alice, numbers="1, 3-4")
    assert [entry.number for entry in some] == ["3", "1"]
    kept = queries.entries_to_refer_to(
        [case.pk], kinds={EntryKind.MOTION}, court_id="flsd", actor=alice, numbers="1", always=[motions[0].id]
    )
    assert [entry.number for entry in kept] == ["2"]


def test_the_surroundings_cost_the_same_in_any_case(
    house: House, alice: Actor, django_assert_max_num_queries: object
) -> None:
    case = civil_case(house.flsd)
    content = chosen("motion-dismiss", cases=(case.pk,))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        queries.surroundings(content, court_id="flsd", actor=alice)


def test_late_forms_that_nobody_fetches_are_forgotten(house: House, alice: Actor) -> None:
    draft = begin(house, alice)
    nobody = Actor(label="anonymous", site="flsd")
    actions.keep_late_form(draft_id=draft.pk, step=Step.TEXT, fields={}, actor=nobody)
    actions.forget_late_forms()
    assert LateForm.objects.count() == 1
    LateForm.objects.update(at=Now() - timedelta(days=3))
    actions.forget_late_forms()
    assert LateForm.objects.count() == 0


def test_drafts_are_not_without_number(house: House, alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_DRAFTS", 1)
    begin(house, alice)
    with pytest.raises(Refused, match="You have 1 drafts"):
        begin(house, alice)


def test_counsel_are_connected_by_their_printed_name(house: House, alice: Actor) -> None:
    case = civil_case(house.flsd)
    assert connect_counsel(court=house.flsd, actor=ADMIN) == 1
    assert connect_counsel(court=house.flsd, actor=ADMIN) == 0
    appearance = case.parties.order_by("order")[0].appearances.get()
    assert appearance.court_account_id == alice.court_account_id
    with pytest.raises(NotAllowed):
        connect_counsel(court=house.flsd, actor=alice)


def test_counsel_of_one_name_are_left_to_the_clerk(house: House, alice: Actor) -> None:
    civil_case(house.flsd)
    house.court_account("john", first_name="Alice", last_name="Moreno")
    assert connect_counsel(court=house.flsd, actor=ADMIN) == 0
