"""What stands in the way of submitting a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opencmecf.court.docket.events import answers
from opencmecf.court.docket.events.composing import LONGEST_FREE_TEXT
from opencmecf.court.docket.events.event import (
    Dictionary,
    EntryKind,
    Event,
    FiledBy,
    MainDocument,
    Need,
)
from opencmecf.court.filing.content import Content, Paper, Step
from opencmecf.court.filing.rules.filers import others_spoken_for, party_name, unrepresented
from opencmecf.court.filing.rules.of_events import (
    against_need,
    early_prompts,
    events_of,
    field_of,
    main_document,
    outcomes_of,
    reference_need,
)
from opencmecf.court.filing.surroundings import KnownFile, Surroundings

MOST_EVENTS = 10
MOST_CASES = 50
MOST_ATTACHMENTS = 200
LONGEST_DESCRIPTION = 200
NOT_ADMITTED = (
    "This account files only in the cases that the court has admitted it to, and {core} is not one of them now. See "
    "them under Utilities, Maintain Your ECF Account; to be admitted to another case, apply there or call the clerk's "
    "office."
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands in the way of submitting, in the filer's words, and the step that mends it."""

    step: Step
    message: str
    field: str = ""  # the name of the field, where there is one


def missing(content: Content, dictionary: Dictionary, around: Surroundings) -> tuple[Missing, ...]:
    """Return everything that stands in the way of submitting, in the order of the steps; nothing when it can be filed.

    The same rules decide at submitting; nothing else may refuse a filing there but what has changed since.
    """
    found = [Missing(Step.EVENTS, message) for message in _missing_standing(around)]
    found += [Missing(Step.EVENTS, message) for message in _missing_events(content, dictionary, around)]
    events = events_of(content, dictionary)
    if not events:
        return tuple(found)
    kinds = [event for event, _ in events]
    found += [Missing(Step.CASE, message) for message in _missing_cases(content, kinds, around)]
    for event, chosen in events:
        early = {prompt.name for prompt in early_prompts(event)}
        found += [
            Missing(
                Step.QUESTIONS if bad.prompt in early else Step.DETAILS,
                _of(event, kinds, bad.message),
                field_of(chosen.code, bad.prompt),
            )
            for bad in answers.problems(event, chosen.answers)
        ]
    found += [Missing(Step.FILERS, message) for message in _missing_parties(content, kinds, around)]
    found += [Missing(Step.APPEARANCES, message) for message in _missing_appearances(content, around)]
    found += [Missing(Step.DOCUMENTS, message) for message in _missing_documents(content, kinds, around)]
    found += [Missing(Step.REFERENCES, message) for message in _missing_references(content, kinds, around)]
    found += [Missing(Step.DETAILS, message) for message in _missing_rulings(content, kinds, around)]
    found += [Missing(Step.TEXT, message) for message in _missing_text(content, kinds)]
    order = list(Step)
    return tuple(sorted(found, key=lambda one: order.index(one.step)))


def missing_at(step: Step, all_missing: Iterable[Missing]) -> tuple[Missing, ...]:
    """Return what is missing at one step."""
    return tuple(one for one in all_missing if one.step is step)


def _of(event: Event, events: Sequence[Event], message: str) -> str:
    return f"{event.name}: {message}" if len(events) > 1 else message


def _missing_standing(around: Surroundings) -> list[str]:
    barred = around.barred
    return [barred.in_full] if barred else []


def _missing_events(content: Content, dictionary: Dictionary, around: Surroundings) -> list[str]:
    if not content.events:
        return ["Choose an event."]
    found = [
        f"The court has no event “{one.code}” any more. Choose another one."
        for one in content.events
        if one.code not in dictionary.events
    ]
    events = [event for event, _ in events_of(content, dictionary)]
    found += [
        f"“{event.name}” is not on your menu. Choose another event."
        for event in events
        if not event.is_open_to(around.filers, content.menu)
    ]
    categories = {event.category for event in events}
    category = dictionary.category(content.events[0].code and events[0].category) if events else None
    if len(events) > 1 and (len(categories) > 1 or category is None or not category.several):
        found.append("These events cannot be filed together. File each by itself.")
    if len(events) > MOST_EVENTS:
        found.append(f"At most {MOST_EVENTS} events can be filed together.")
    return found


def _missing_cases(content: Content, events: Sequence[Event], around: Surroundings) -> list[str]:
    if not content.cases:
        return ["Name the case that you file in."]
    found = []
    if len(content.cases) > MOST_CASES:
        found.append(f"At most {MOST_CASES} cases can be filed in at once.")
    for case in content.cases:
        known = around.cases.get(case)
        if known is None:
            found.append("A case that you chose is not there any more. Choose the case again.")
            continue
        if any(known.kind not in event.cases for event in events) or known.kind is not content.menu:
            found.append(f"{known.core} is not {content.menu.noun}. Use the menu of its kind.")
        if around.admitted is not None and case not in around.admitted:
            found.append(NOT_ADMITTED.format(core=known.core))
    return found


def _missing_parties(content: Content, events: Sequence[Event], around: Surroundings) -> list[str]:
    found = []
    if any(event.filed_by is FiledBy.PARTY for event in events) and not content.filers:
        found.append("Choose the party for whom this is filed.")
    if against_need(events) is Need.REQUIRED and not content.against:
        found.append("Choose the party against whom this is filed.")
    if content.menu.names_defendants and not content.defendants:
        found.append("Choose the defendant whom this is about.")
    if any(not one.new and around.party(one) is None for one in content.chosen):
        found.append("A party that you chose is not in the case any more. Choose again.")
    found += [
        _not_own(party_name(one, content, around) or "this party", around) for one in others_spoken_for(content, around)
    ]
    named = {party.key: party for party in content.new_parties}
    found += [
        "Give the new party a name and a role."
        for one in named.values()
        if not one.name.strip() or not one.type.strip()
    ]
    return found


def _not_own(name: str, around: Surroundings) -> str:
    if around.is_trustee:
        return f"You file as trustee, and {name} is another party. Choose the trustee."
    return f"You file for yourself alone, and {name} is another party. Choose yourself."


def _missing_appearances(content: Content, around: Surroundings) -> list[str]:
    """An attorney files for parties for whom they appear already, or appear with this filing."""
    made = {one.party for one in content.appearances}
    return [
        f"You do not appear for {party_name(one, content, around)} yet. Check the box to appear with this filing, or "
        "go back and choose another filer."
        for one in unrepresented(content, around)
        if one not in made
    ]


def _missing_documents(content: Content, events: Sequence[Event], around: Surroundings) -> list[str]:
    need = main_document(events)
    if need is MainDocument.FORBIDDEN:
        return []
    found = []
    if content.main is None and need is MainDocument.REQUIRED:
        found.append("Upload the main document.")
    elif content.main is None and content.attachments:
        found.append("Attachments need a main document. Upload it.")
    if len(content.attachments) > MOST_ATTACHMENTS:
        found.append(f"At most {MOST_ATTACHMENTS} attachments fit into one filing.")
    for number, paper in enumerate(content.attachments, start=1):
        found += _missing_description(number, paper)
    for paper in content.papers:
        found += _wrong_with_file(around.files.get(paper.upload))
    if content.papers and not content.redaction_acknowledged:
        found.append("Confirm that you have redacted what the privacy rules tell you to redact.")
    return found


def _missing_description(number: int, paper: Paper) -> list[str]:
    if len(paper.description) > LONGEST_DESCRIPTION:
        return [f"Shorten the description of attachment {number} to {LONGEST_DESCRIPTION} characters."]
    if not paper.category and not paper.description.strip():
        return [f"Give attachment {number} a category or a description."]
    return []


def _wrong_with_file(file: KnownFile | None) -> list[str]:
    if file is None:
        return ["A file that you uploaded is not here any more. Upload it again."]
    if file.may_be_filed:
        return []
    told = [f"{message} {remedy}".strip() for message, remedy in file.findings[:1]]
    return told or [f"{file.file_name} cannot be filed. Upload another file."]


def _missing_references(content: Content, events: Sequence[Event], around: Surroundings) -> list[str]:
    need = reference_need(events)
    if need is Need.REQUIRED and not content.references:
        return ["Choose the docket entry that this refers to."]
    known = around.entries
    if any(one.entry not in known or known[one.entry].case != one.case for one in content.references):
        return ["An entry that you chose is not there any more. Choose again."]
    if need is Need.OPTIONAL and not content.references and not content.refers_to_none:
        return ["Say whether this refers to existing docket entries."]
    return []


def _missing_rulings(content: Content, events: Sequence[Event], around: Surroundings) -> list[str]:
    if not outcomes_of(events):
        return []
    found = []
    for one in content.references:
        entry = around.entries.get(one.entry)
        if entry is not None and entry.kind is EntryKind.MOTION and not one.rulings:
            found.append(f"Say what becomes of the motion {entry.number or entry.short}.")
    return found


def _missing_text(content: Content, events: Sequence[Event]) -> list[str]:
    too_many = len(content.free_text) - LONGEST_FREE_TEXT
    if too_many > 0:
        return [f"Your own words are {too_many:,} characters too long; {LONGEST_FREE_TEXT:,} fit."]
    if content.prefix and not any(content.prefix in event.prefixes for event in events):
        return ["Choose the word before the event from the list."]
    return []
