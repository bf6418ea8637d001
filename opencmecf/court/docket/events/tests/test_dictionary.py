from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opencmecf.court.docket.events.answers import problems
from opencmecf.court.docket.events.composing import Attached, ReferredEntry, Ruling, Wording, compose
from opencmecf.court.docket.events.event import Dictionary, Event, Filer, MainDocument, Need, Prompt, PromptKind
from opencmecf.court.docket.events.reading import BadDictionary, dictionary_of_folders, read_dictionary
from opencmecf.court.docket.events.sandbox import TextTemplate
from opencmecf.court.profile.kinds import KINDS, CaseKind, KindProfile
from opencmecf.foundation.access import Restriction

FOLDERS = sorted({kind.event_dictionary for kind in KINDS.values()})
DISTRICT, BANKRUPTCY, APPELLATE = map(read_dictionary, ("district", "bankruptcy", "appellate"))
DICTIONARIES = pytest.mark.parametrize("dictionary", [read_dictionary(folder) for folder in FOLDERS], ids=FOLDERS)
EVERY_EVENT = pytest.mark.parametrize(
    "event",
    [
        pytest.param(event, id=f"{folder}-{event.code}")
        for folder in FOLDERS
        for event in read_dictionary(folder).events.values()
    ],
)
SAMPLES: dict[PromptKind, Any] = {
    PromptKind.DATE: "2020-03-09",
    PromptKind.HEARING: {"type": "Motion Hearing", "date": "2020-03-12", "time": "10:00", "place": "Miami Division"},
    PromptKind.JUDGE: "Judge Ruth M. Alder",
    PromptKind.TEXT: "the Words of a Filer",
    PromptKind.YES_NO: True,
}
SOUND = """
[category]
code = "notes"
name = "Notes"
group = "Other"
order = 1

[[event]]
code = "note"
name = "Note"
filers = ["staff"]
cases = ["civil"]
text = "{{ title }}{{ by }}."
"""


def sample(prompt: Prompt) -> Any:
    """A good answer to a question."""
    return prompt.choices[0][0] if prompt.kind is PromptKind.CHOICE else SAMPLES[prompt.kind]


def sample_wording(event: Event) -> Wording:
    """Everything that a filing of this event may tell."""
    outcome = event.effects.outcomes[:1]
    rulings = tuple(Ruling(relief="Motion to Continue", outcome=one) for one in outcome)
    return Wording(
        filers=("Coral Reach Towing, Inc.",),
        filers_in_roles=("Debtor Coral Reach Towing, Inc.",),
        against=("M/V Saffron Star",),
        defendants=("Silas Wren (1)",) if CaseKind.CRIMINAL in event.cases else (),
        entries=(ReferredEntry(number="5", words="MOTION to Continue", rulings=rulings),),
        attachments=(Attached(number=1, category="Exhibit", description="A"),),
        signature="Moreno, Alice",
    )


@EVERY_EVENT
def test_every_event_makes_its_docket_text(event: Event) -> None:
    answers = {prompt.name: sample(prompt) for prompt in event.prompts}
    assert problems(event, answers) == []
    text = compose([(event, answers)], sample_wording(event)).words
    assert text.endswith("(Attachments: # (1) Exhibit A)(Moreno, Alice)")
    assert not re.search(r"\{|\}|\.\.|…| \.|  ", text), text
    for prompt in event.prompts:
        if prompt.kind in (PromptKind.TEXT, PromptKind.JUDGE):
            assert SAMPLES[prompt.kind] in text, f"{prompt.name} is asked and not said"
    if {"re", "entries"} & (TextTemplate(event.text).names | TextTemplate(event.title).names):
        assert "[5]" in text
    if event.reference is Need.REQUIRED:
        assert "[5]" in text, "it must refer to an entry, and does not say to which"


@EVERY_EVENT
def test_every_event_can_be_left_unanswered_while_one_writes(event: Event) -> None:
    text = compose([(event, {})], Wording()).words
    assert text
    assert "None" not in text


def test_the_dictionary_has_what_a_district_court_needs() -> None:
    assert len(DISTRICT.events) >= 120
    attorneys = DISTRICT.open_to(frozenset({Filer.ATTORNEY}), CaseKind.CIVIL)
    assert len(attorneys) >= 100
    assert not [event.code for event in attorneys if event.filed_by == "court"]
    groups = {category.group for category in DISTRICT.categories}
    assert groups >= {
        "Initial Pleadings and Service",
        "Motions and Related Filings",
        "Other Filings",
        "Sealed Filings",
        "Court Events",
    }


def test_the_dictionary_has_what_a_bankruptcy_court_needs() -> None:
    in_cases = BANKRUPTCY.open_to(frozenset({Filer.ATTORNEY}), CaseKind.BANKRUPTCY)
    in_proceedings = BANKRUPTCY.open_to(frozenset({Filer.ATTORNEY}), CaseKind.ADVERSARY)
    assert (len(in_cases) >= 80, len(in_proceedings) >= 40) == (True, True)
    assert {category.code for category in BANKRUPTCY.categories} >= {
        *("motions", "responses", "plans", "claims", "notices", "trustee", "appeal", "adversary-pleadings"),
        *("orders", "hearings", "clerk-notices"),
    }
    assert BANKRUPTCY.events["motion-relief-from-stay"].effects.fee == "relief-from-stay"
    assert BANKRUPTCY.events["statement-ssn"].restriction is Restriction.SEALED  # Form 121 is never public


def test_the_dictionary_has_what_a_court_of_appeals_needs() -> None:
    assert len(APPELLATE.open_to(frozenset({Filer.ATTORNEY}), CaseKind.APPEAL)) >= 60
    assert {category.code for category in APPELLATE.categories} >= {
        *("appearances", "briefs", "appendices", "motions", "responses", "petitions", "letters", "costs"),
        *("orders", "opinions", "clerk-notices"),
    }


@DICTIONARIES
def test_no_category_is_empty_and_no_attorney_speaks_for_the_court(dictionary: Dictionary) -> None:
    used = {event.category for event in dictionary.events.values()}
    assert {category.code for category in dictionary.categories} == used
    assert not [one.code for one in dictionary.open_to(frozenset({Filer.ATTORNEY})) if one.filed_by == "court"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_filing_menu_of_a_court_has_events_for_counsel_and_staff(kind: KindProfile) -> None:
    dictionary = read_dictionary(kind.event_dictionary)
    menus = {menu.cases for menu in kind.filing_menus}
    assert menus == frozenset().union(*(event.cases for event in dictionary.events.values()))
    for menu in menus:
        for filer in (Filer.ATTORNEY, Filer.STAFF, Filer.CHAMBERS):
            assert dictionary.open_to(frozenset({filer}), menu), (menu, filer)


@DICTIONARIES
def test_events_that_are_filed_together_share_their_text(dictionary: Dictionary) -> None:
    for category in dictionary.categories:
        texts = {event.text for event in dictionary.events.values() if event.category == category.code}
        assert not category.several or len(texts) == 1, category.code


def test_paperless_orders_have_no_document() -> None:
    assert DISTRICT.events["paperless-order-on-motion"].document is MainDocument.FORBIDDEN
    assert DISTRICT.events["order-on-motion"].document is MainDocument.REQUIRED


def test_what_is_asked_for_is_ruled_on_by_outcome() -> None:
    ruled = [event.code for event in DISTRICT.events.values() if event.effects.rules_on_motions]
    assert {"order-on-motion", "terminate-motions", "notice-of-withdrawal-of-motion"} <= set(ruled)


@DICTIONARIES
def test_what_opens_a_motion_can_be_ruled_on(dictionary: Dictionary) -> None:
    events = dictionary.events.values()
    assert all(event.effects.opens_motion for event in events if event.is_relief)
    assert any(event.effects.rules_on_motions and Filer.CHAMBERS in event.filers for event in events)


@DICTIONARIES
def test_names_on_one_page_are_told_apart(dictionary: Dictionary) -> None:
    named = Counter((event.category, event.name) for event in dictionary.events.values())
    assert [pair for pair, times in named.items() if times > 1] == []


def test_a_court_changes_adds_and_withdraws_events(tmp_path: Path) -> None:
    house, own = tmp_path / "house", tmp_path / "own"
    _write(house, "notes.toml", SOUND)
    _write(
        own,
        "ours.toml",
        """
        [category]
        code = "notes"
        name = "Remarks"
        [[event]]
        code = "note"
        name = "Remark"
        [[event]]
        code = "own"
        name = "Own"
        filers = ["staff"]
        cases = ["civil"]
        text = "{{ title }}"
        """,
    )
    both = dictionary_of_folders([house, own])
    assert (both.events["note"].name, both.events["note"].text) == ("Remark", "{{ title }}{{ by }}.")
    assert (both.categories[0].name, both.categories[0].group) == ("Remarks", "Other")
    assert "own" in both.events
    assert both.version != dictionary_of_folders([house]).version
    _write(own, "ours.toml", '[category]\ncode = "notes"\n[[event]]\ncode = "note"\nwithdrawn = true\n')
    assert dictionary_of_folders([house, own]).events == {}


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    for name in ("one", "other"):
        _write(tmp_path / name, "notes.toml", SOUND)
    first, second = (dictionary_of_folders([tmp_path / name]) for name in ("one", "other"))
    assert first.version == second.version
    _write(tmp_path / "other", "notes.toml", SOUND + "# a remark\n")
    assert dictionary_of_folders([tmp_path / "other"]).version != first.version


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("[[event]", "notes.toml: is not readable as TOML: "),
        ('colour = "red"', "notes.toml: note: colour: is no field; the fields are against, "),
        ('kind = "missive"', "notes.toml: note: kind: is “missive”; it is one of appeal, brief, "),
        ("fee = 400", "notes.toml: note: fee: is not a text"),
        ('relief = "yes"', "notes.toml: note: relief: is neither true nor false"),
        ('words = "memo"', "notes.toml: note: words: is not a list of texts"),
        ('prompts = ["date"]', "notes.toml: note: prompts: names “date”; shared.toml has "),
        (
            'reference = "required"',
            "notes.toml: note: reference: asks for entries, and refers_to names no kind of them",
        ),
        ('outcomes = ["granted"]', "notes.toml: note: outcomes: rules on motions, and refers_to does not name them"),
        ('outcomes = ["won"]', "notes.toml: note: outcomes: names “won”; there are approved, deferred, denied, "),
        ("relief = true", "notes.toml: note: relief: is a part of a motion, and opens_motion is not set"),
        ('attachments = "all"', "notes.toml: note: attachments: names the list “all”; shared.toml has "),
        ('title = "{{ judge }}"', "notes.toml: note: title: uses {{ judge }}; here there are against, "),
        ('title = "{{ 9 * 9 }}"', "notes.toml: note: title: uses what templates of docket text do not have: mul"),
        ('title = "{{ by"', "notes.toml: note: title: cannot be read: "),
        ('prompt = [{ name = "by", kind = "text", label = "By" }]', "notes.toml: note: prompt by: needs a name of "),
        ('prompt = [{ name = "a", kind = "number", label = "A" }]', "notes.toml: note: prompt a: kind: is “number”; "),
        ('prompt = [{ name = "a", kind = "choice", label = "A" }]', "notes.toml: note: prompt a: choices: belongs to"),
        ('prompt = [{ name = "a", kind = "text" }]', "notes.toml: note: prompt a: label: is missing"),
        ('[[event]]\ncode = "note"', "notes.toml: note: code: stands twice in this file"),
        ('[[event]]\ncode = "Not A Code"', "notes.toml: event number 2: code: is missing, or not small letters, "),
        ('[[event]]\ncode = "empty"', "notes.toml: empty: name: is missing"),
    ],
)
def test_a_wrong_file_is_told_exactly(added: str, message: str, tmp_path: Path) -> None:
    _write(tmp_path, "notes.toml", SOUND + added + "\n")
    with pytest.raises(BadDictionary) as told:
        dictionary_of_folders([tmp_path])
    assert any(line.startswith(message) for line in str(told.value).splitlines()), told.value


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "notes.toml", SOUND + 'kind = "missive"\nfee = 400\n')
    with pytest.raises(BadDictionary) as told:
        dictionary_of_folders([tmp_path])
    assert len(str(told.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("kind", "answer", "message"),
    [
        (PromptKind.DATE, "2020-02-30", "Type “Q” as month, day and year, for example 1/2/2020."),
        (PromptKind.DATE, 7, "Type “Q” as month, day and year, for example 1/2/2020."),
        (PromptKind.TEXT, "x" * 201, "“Q” is 1 characters too long; 200 fit."),
        (PromptKind.TEXT, " ", "Fill in “Q”."),
        (PromptKind.YES_NO, "perhaps", "Choose an answer for “Q”."),
        (PromptKind.CHOICE, "third", "Choose an answer for “Q”."),
        (PromptKind.HEARING, {"date": "2020-01-02"}, "Say what kind of hearing it is, for example Motion Hearing."),
        (PromptKind.HEARING, {"type": "Trial", "date": "2020-01-02", "time": "late"}, "Type the time of the hearing, "),
    ],
)
def test_a_bad_answer_is_told_what_to_do(kind: PromptKind, answer: Any, message: str) -> None:
    prompt = Prompt(name="q", kind=kind, label="Q", choices=(("first", "First"), ("second", "Second")))
    event = _event_with(prompt)
    (found,) = problems(event, {"q": answer})
    assert found.prompt == "q"
    assert found.message.startswith(message)


def _event_with(prompt: Prompt) -> Event:
    note = DISTRICT.events["notice-other"]
    return Event(
        **{name: getattr(note, name) for name in ("code", "category", "name", "short", "title", "kind", "filers")},
        cases=note.cases,
        text="{{ q }}",
        prompts=(prompt,),
    )


def test_days_are_written_as_dockets_write_them() -> None:
    from opencmecf.court.docket.events.answers import day_in_words

    assert day_in_words(date(2020, 3, 9)) == "3/9/2020"


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
