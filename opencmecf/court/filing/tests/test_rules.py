from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from opencmecf.court.docket.events.event import EntryKind, Filer, Outcome
from opencmecf.court.docket.events.reading import read_dictionary
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import (
    ChosenEvent,
    ChosenParty,
    Content,
    NewAppearance,
    NewParty,
    NotAContent,
    Paper,
    PartOutcome,
    Referred,
    Step,
)
from opencmecf.court.filing.surroundings import KnownCase, KnownEntry, KnownFile, KnownParty, Surroundings
from opencmecf.court.filing.tests.cases import chosen
from opencmecf.court.filing.values import filing_of
from opencmecf.court.filing.wording import docket_text
from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.access import Restriction, Role
from opencmecf.foundation.errors import Refused

DICTIONARY = read_dictionary("district")
PLAINTIFF, DEFENDANT = ChosenParty(case=7, party=71), ChosenParty(case=7, party=72)
FILE, BAD_FILE = "0e7f1c9c-0000-4000-8000-000000000001", "0e7f1c9c-0000-4000-8000-000000000002"
CASE = KnownCase(
    id=7,
    number="1:20-cv-20001-RMA",
    core="1:20-cv-20001",
    title="Okafor v. Harbor Pilots, Inc.",
    kind=CaseKind.CIVIL,
    parties=(
        KnownParty(id=71, case=7, name="Robert Okafor", type="Plaintiff", is_mine=True),
        KnownParty(id=72, case=7, name="Harbor Pilots, Inc.", type="Defendant"),
    ),
)
CRIMINAL = KnownCase(
    id=8,
    number="1:20-cr-20104",
    core="1:20-cr-20104",
    title="USA v. Wren",
    kind=CaseKind.CRIMINAL,
    parties=(KnownParty(id=81, case=8, name="Silas Wren", type="Defendant (1)", is_mine=True),),
)
MOTION = KnownEntry(
    id=52,
    case=7,
    number="2",
    de_seq_num=20,
    filed_on=date(2020, 1, 4),
    words="MOTION to Dismiss , MOTION to Strike by Harbor Pilots, Inc.",
    kind=EntryKind.MOTION,
    short="MOTION to Dismiss , MOTION to Strike",
    reliefs=("Motion to Dismiss", "Motion to Strike"),
)
ATTORNEY = Surroundings(
    filers=frozenset({Filer.ATTORNEY}),
    name="Alice Moreno",
    signature="Moreno, Alice",
    cases={7: CASE, 8: CRIMINAL},
    entries={52: MOTION},
    files={
        FILE: KnownFile(id=FILE, file_name="motion.pdf", pages=3, length=900, may_be_filed=True),
        BAD_FILE: KnownFile(
            id=BAD_FILE,
            file_name="locked.pdf",
            pages=None,
            length=900,
            may_be_filed=False,
            findings=(("locked.pdf is protected by a password.", "Remove the password and upload it again."),),
        ),
    },
)
CLERK = replace(ATTORNEY, filers=frozenset({Filer.STAFF}), name="Carla Reyes", signature="cr")
READY = chosen(
    "motion-dismiss",
    cases=(7,),
    filers=(PLAINTIFF,),
    main=Paper(upload=FILE),
    redaction_acknowledged=True,
    refers_to_none=True,
)
RULED = (PartOutcome(part=0, relief="Motion to Dismiss", outcome=Outcome.DENIED),)
ORDER = Content(
    events=(ChosenEvent(code="order-on-motion", answers={"judge": "Judge Ruth M. Alder", "signed_on": "2020-03-09"}),),
    cases=(7,),
    main=Paper(upload=FILE),
    redaction_acknowledged=True,
    references=(Referred(case=7, entry=52, rulings=RULED),),
)


@pytest.mark.parametrize(
    ("changes", "step", "message"),
    [
        ({"events": ()}, Step.EVENTS, "Choose an event."),
        ({"events": (ChosenEvent(code="gone"),)}, Step.EVENTS, "The court has no event “gone” any more."),
        ({"events": (ChosenEvent(code="order"),)}, Step.EVENTS, "“Order” is not on your menu."),
        ({"events": (ChosenEvent(code="indictment"),)}, Step.EVENTS, "“Indictment” is not on your menu."),
        (
            {"events": (ChosenEvent(code="motion-stay"), ChosenEvent(code="affidavit"))},
            Step.EVENTS,
            "These events cannot be filed together.",
        ),
        ({"cases": ()}, Step.CASE, "Name the case that you file in."),
        ({"cases": (9,)}, Step.CASE, "A case that you chose is not there any more."),
        ({"cases": (8,)}, Step.CASE, "1:20-cr-20104 is not a civil case. Use the menu of its kind."),
        (
            {"events": (ChosenEvent(code="motion-compel", answers={"what": " "}),)},
            Step.DETAILS,
            "Fill in “To compel what?”.",
        ),
        (
            {"events": (ChosenEvent(code="motion-dismiss"), ChosenEvent(code="motion-stay"))},
            Step.DETAILS,
            "Stay: Fill in “To stay what?”.",
        ),
        ({"filers": ()}, Step.FILERS, "Choose the party for whom this is filed."),
        ({"filers": (ChosenParty(case=7, party=99),)}, Step.FILERS, "A party that you chose is not in the case"),
        (
            {"filers": (DEFENDANT,)},
            Step.APPEARANCES,
            "You do not appear for Harbor Pilots, Inc. yet.",
        ),
        (
            {"events": (ChosenEvent(code="motion-default-judgment"),)},
            Step.FILERS,
            "Choose the party against whom this is filed.",
        ),
        ({"main": None}, Step.DOCUMENTS, "Upload the main document."),
        ({"main": Paper(upload="unknown")}, Step.DOCUMENTS, "A file that you uploaded is not here any more."),
        (
            {"main": Paper(upload=BAD_FILE)},
            Step.DOCUMENTS,
            "locked.pdf is protected by a password. Remove the password and upload it again.",
        ),
        ({"attachments": (Paper(upload=FILE),)}, Step.DOCUMENTS, "Give attachment 1 a category or a description."),
        (
            {"attachments": (Paper(upload=FILE, description="x" * 201),)},
            Step.DOCUMENTS,
            "Shorten the description of attachment 1 to 200 characters.",
        ),
        ({"redaction_acknowledged": False}, Step.DOCUMENTS, "Confirm that you have redacted what the privacy rules"),
        ({"refers_to_none": False}, Step.REFERENCES, "Say whether this refers to existing docket entries."),
        (
            {"events": (ChosenEvent(code="reply-to-response"),)},
            Step.REFERENCES,
            "Choose the docket entry that this refers to.",
        ),
        (
            {"references": (Referred(case=8, entry=52),)},
            Step.REFERENCES,
            "An entry that you chose is not there any more.",
        ),
        ({"free_text": "x" * 2_001}, Step.TEXT, "Your own words are 1 characters too long; 2,000 fit."),
        ({"prefix": "Vexatious"}, Step.TEXT, "Choose the word before the event from the list."),
    ],
)
def test_what_is_missing_is_told_at_its_step(changes: dict[str, Any], step: Step, message: str) -> None:
    found = rules.missing(replace(READY, **changes), DICTIONARY, ATTORNEY)
    assert any(one.step is step and one.message.startswith(message) for one in found), found


def test_nothing_is_missing_of_a_whole_draft() -> None:
    assert rules.missing(READY, DICTIONARY, ATTORNEY) == ()
    assert rules.missing(ORDER, DICTIONARY, CLERK) == ()


def test_everything_that_is_missing_is_told_at_once() -> None:
    found = rules.missing(chosen("motion-extension-answer"), DICTIONARY, ATTORNEY)
    assert [one.step for one in found] == [Step.CASE, Step.FILERS, Step.DOCUMENTS, Step.REFERENCES]


def test_an_order_says_what_becomes_of_each_motion() -> None:
    silent = replace(ORDER, references=(Referred(case=7, entry=52),))
    found = rules.missing(silent, DICTIONARY, CLERK)
    assert [one.message for one in found] == ["Say what becomes of the motion 2."]


def test_a_paperless_order_needs_no_document() -> None:
    answers = {"order_text": "The hearing is moved.", "judge": "Judge Alder", "signed_on": "2020-03-09"}
    order = Content(events=(ChosenEvent(code="paperless-order", answers=answers),), cases=(7,), refers_to_none=True)
    assert rules.missing(order, DICTIONARY, CLERK) == ()
    steps = rules.steps_of(order, DICTIONARY, CLERK)
    assert steps == (Step.EVENTS, Step.CASE, Step.QUESTIONS, Step.REFERENCES, Step.DETAILS, Step.TEXT, Step.REVIEW)


@pytest.mark.parametrize(
    ("content", "around", "left_out"),
    [
        (READY, ATTORNEY, {Step.APPEARANCES, Step.DETAILS}),
        (replace(READY, filers=(DEFENDANT,)), ATTORNEY, {Step.DETAILS}),
        (replace(READY, filers=(DEFENDANT,)), CLERK, {Step.APPEARANCES, Step.DETAILS}),
        (chosen("notice-of-appearance"), ATTORNEY, {Step.APPEARANCES, Step.REFERENCES, Step.DETAILS}),
        (ORDER, CLERK, {Step.FILERS, Step.APPEARANCES}),
        (Content(), ATTORNEY, {Step.APPEARANCES, Step.REFERENCES, Step.DETAILS}),
    ],
)
def test_a_filing_has_the_steps_that_its_events_need(
    content: Content, around: Surroundings, left_out: set[Step]
) -> None:
    assert set(Step) - set(rules.steps_of(content, DICTIONARY, around)) == left_out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (READY, {}),
        ({"filers": (PLAINTIFF, ChosenParty(case=9, party=91))}, {"filers": (PLAINTIFF,)}),
        ({"cases": (), "references": (Referred(case=7, entry=52),)}, {"cases": (), "filers": (), "references": ()}),
        ({"filers": (ChosenParty(case=7, new="n1"),)}, {"filers": ()}),
        (
            {"new_parties": (NewParty(key="n1", case=7, type="Intervenor", name="Port of Miami"),)},
            {"new_parties": ()},
        ),
        ({"appearances": (NewAppearance(party=DEFENDANT),)}, {"appearances": ()}),
        ({"declined": (DEFENDANT,)}, {"declined": ()}),
        ({"against": (DEFENDANT,)}, {"against": ()}),
        ({"defendants": (DEFENDANT,)}, {"defendants": ()}),
        ({"prefix": "Vexatious"}, {"prefix": ""}),
        (
            {"attachments": (Paper(upload=FILE, category="Penalty Sheet", description="A"),)},
            {"attachments": (Paper(upload=FILE, category="", description="A"),)},
        ),
        (
            {"events": (ChosenEvent(code="motion-stay", answers={"what": "Discovery", "until": "2020-01-02"}),)},
            {"events": (ChosenEvent(code="motion-stay", answers={"what": "Discovery"}),)},
        ),
        ({"references": (Referred(case=7, entry=52, rulings=RULED),)}, {"references": (Referred(case=7, entry=52),)}),
        (
            {"events": (ChosenEvent(code="reply-to-response"),)},
            {"events": (ChosenEvent(code="reply-to-response"),), "refers_to_none": False},
        ),
        (
            {"events": (ChosenEvent(code="set-reset-hearings"),)},
            {"events": (ChosenEvent(code="set-reset-hearings"),), "filers": (), "main": None},
        ),
        ({"events": (ChosenEvent(code="gone"),)}, {"events": (ChosenEvent(code="gone"),)}),
        ({"events": ()}, {"events": ()}),
    ],
)
def test_a_change_clears_what_depends_on_it_and_nothing_else(before: Any, after: dict[str, Any]) -> None:
    content = before if isinstance(before, Content) else replace(READY, **before)
    expected = replace(READY, **after) if not isinstance(before, Content) else READY
    settled = rules.settled(content, DICTIONARY)
    assert settled == expected
    assert rules.settled(settled, DICTIONARY) == settled


def test_a_draft_goes_on_where_something_lacks() -> None:
    steps = rules.steps_of(READY, DICTIONARY, ATTORNEY)
    done = replace(READY, done=tuple(steps))
    assert rules.first_open(steps, done, rules.missing(done, DICTIONARY, ATTORNEY)) is Step.REVIEW
    without = replace(done, main=None)
    assert rules.first_open(steps, without, rules.missing(without, DICTIONARY, ATTORNEY)) is Step.DOCUMENTS
    fresh = chosen("motion-dismiss", done=(Step.EVENTS,))
    assert rules.first_open(steps, fresh, rules.missing(fresh, DICTIONARY, ATTORNEY)) is Step.CASE


def test_each_role_has_its_menus() -> None:
    assert rules.filers_of(frozenset({Role.PACER_USER, Role.FILER})) == {Filer.ATTORNEY}
    assert rules.filers_of(frozenset({Role.JUDGE})) == {Filer.STAFF, Filer.CHAMBERS}
    assert rules.filers_of(frozenset({Role.PACER_USER})) == frozenset()


def test_a_closed_case_is_warned_of() -> None:
    closed = replace(CASE, closed_on=date(2021, 2, 3))
    assert rules.warnings_of(closed)[0].startswith("Case 1:20-cv-20001 was closed on 02/03/2021.")
    assert rules.warnings_of(CASE) == ()


def test_the_docket_text_tells_who_files_and_who_appears() -> None:
    content = replace(
        READY, filers=(DEFENDANT,), appearances=(NewAppearance(party=DEFENDANT),), prefix="Unopposed", free_text="now"
    )
    assert docket_text(content, DICTIONARY, ATTORNEY).words == (
        "Unopposed MOTION to Dismiss by Harbor Pilots, Inc. now Attorney Alice Moreno added to party Harbor Pilots, "
        "Inc. (Moreno, Alice)"
    )
    assert docket_text(ORDER, DICTIONARY, CLERK).words == (
        "ORDER denying [2] Motion to Dismiss. Signed by Judge Ruth M. Alder on 3/9/2020. (cr)"
    )


@pytest.mark.parametrize(
    ("number", "level", "text"),
    [
        ("2", Restriction.PUBLIC, "ORDER denying [2] Motion to Dismiss, [2] Motion to Strike."),
        ("2", Restriction.COURT, "ORDER denying [2]."),
        ("2", Restriction.SEALED, "ORDER denying [2]."),
        ("", Restriction.SEALED, "ORDER denying a restricted entry."),
    ],
)
def test_an_order_names_what_is_closed_further_by_its_number(number: str, level: Restriction, text: str) -> None:
    around = replace(CLERK, entries={52: replace(MOTION, number=number, level=level)})
    both = (*RULED, PartOutcome(part=1, relief="Motion to Strike", outcome=Outcome.DENIED))
    content = replace(ORDER, references=(Referred(case=7, entry=52, rulings=both),))
    assert docket_text(content, DICTIONARY, around).words.startswith(text)


def test_a_response_names_what_is_closed_further_by_its_number() -> None:
    sealed = replace(ATTORNEY, entries={52: replace(MOTION, level=Restriction.SEALED)})
    content = replace(READY, events=(ChosenEvent(code="response-to-motion"),), references=(Referred(case=7, entry=52),))
    assert "MOTION" in docket_text(content, DICTIONARY, ATTORNEY).words
    assert "MOTION" not in docket_text(content, DICTIONARY, sealed).words
    assert "[2]" in docket_text(content, DICTIONARY, sealed).words
    closed = replace(content, events=(ChosenEvent(code="sealed-motion"), *content.events))
    assert not rules.is_closed_further(sealed.entries[52], closed, DICTIONARY)


def test_a_criminal_filing_names_its_defendants() -> None:
    wren = ChosenParty(case=8, party=81)
    content = chosen("waiver-of-speedy-trial", menu=CaseKind.CRIMINAL, cases=(8,), filers=(wren,), defendants=(wren,))
    text = docket_text(content, DICTIONARY, ATTORNEY).words
    assert text == "WAIVER of Speedy Trial by Silas Wren as to Silas Wren (1). (Moreno, Alice)"


def test_a_finished_filing_says_everything() -> None:
    from uuid import UUID

    key = UUID(int=1)
    filing = filing_of(key=key, court_id="flsd", content=ORDER, dictionary=DICTIONARY, around=CLERK)
    assert (filing.key, filing.case_ids, filing.dictionary_version) == (key, (7,), DICTIONARY.version)
    assert [(one.number, str(one.upload_id)) for one in filing.documents] == [(0, FILE)]
    assert filing.references[0].rulings[0].outcome is Outcome.DENIED
    assert (filing.short_name, filing.restriction) == ("Order on Motion", Restriction.PUBLIC)
    sealed = replace(READY, events=(ChosenEvent(code="sealed-motion"),))
    assert (
        filing_of(key=key, court_id="flsd", content=sealed, dictionary=DICTIONARY, around=ATTORNEY).restriction
        is Restriction.SEALED
    )
    with pytest.raises(Refused, match="This cannot be filed yet"):
        filing_of(key=key, court_id="flsd", content=Content(), dictionary=DICTIONARY, around=CLERK)


@pytest.mark.parametrize("content", [Content(), READY, ORDER])
def test_a_content_goes_through_json_unchanged(content: Content) -> None:
    assert Content.from_data(content.to_data()) == content


@pytest.mark.parametrize("data", [{}, {"version": 2}, {"version": 1, "colour": "red"}, {"version": 1, "cases": "7"}])
def test_a_foreign_content_is_not_read(data: dict[str, Any]) -> None:
    with pytest.raises(NotAContent):
        Content.from_data(data)
