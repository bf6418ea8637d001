"""What a change clears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from opencmecf.court.docket.events.event import (
    Dictionary,
    Event,
    FiledBy,
    MainDocument,
    Need,
)
from opencmecf.court.filing.content import ChosenEvent, ChosenParty, Content
from opencmecf.court.filing.rules.of_events import (
    against_need,
    events_of,
    main_document,
    outcomes_of,
    reference_need,
)


def settled(content: Content, dictionary: Dictionary) -> Content:
    """Return the content without what depends on something that is not chosen any more; everything else stays.

    Answers stay with their event, parties and entries with their case, appearances with their party. Doing it twice
    changes nothing more.
    """
    content = replace(content, events=tuple(_with_own_answers(one, dictionary) for one in content.events))
    events = [event for event, _ in events_of(content, dictionary)]
    return _settled_to_events(_settled_to_parties(_settled_to_cases(content), events), events)


def _with_own_answers(chosen: ChosenEvent, dictionary: Dictionary) -> ChosenEvent:
    event = dictionary.events.get(chosen.code)
    asked = {prompt.name for prompt in event.prompts} if event else set()
    return replace(chosen, answers={name: answer for name, answer in chosen.answers.items() if name in asked})


def _settled_to_cases(content: Content) -> Content:
    cases = set(content.cases)
    new_parties = tuple(party for party in content.new_parties if party.case in cases)
    new = {party.key for party in new_parties}

    def there(parties: Iterable[ChosenParty]) -> tuple[ChosenParty, ...]:
        return tuple(one for one in parties if one.case in cases and (not one.new or one.new in new))

    return replace(
        content,
        new_parties=new_parties,
        filers=there(content.filers),
        against=there(content.against),
        defendants=there(content.defendants),
        references=tuple(one for one in content.references if one.case in cases),
    )


def _settled_to_parties(content: Content, events: Sequence[Event]) -> Content:
    by_party = not events or any(event.filed_by is FiledBy.PARTY for event in events)
    content = replace(
        content,
        filers=content.filers if by_party else (),
        against=content.against if not events or against_need(events) is not Need.NONE else (),
        defendants=content.defendants if content.menu.names_defendants else (),
    )
    filers, chosen = set(content.filers), {party.new for party in content.chosen if party.new}
    return replace(
        content,
        new_parties=tuple(party for party in content.new_parties if party.key in chosen),
        appearances=tuple(one for one in content.appearances if one.party in filers),
        declined=tuple(one for one in content.declined if one in filers),
    )


def _settled_to_events(content: Content, events: Sequence[Event]) -> Content:
    if not events:
        return content
    categories = {category for event in events for category in event.attachments}
    without_document = main_document(events) is MainDocument.FORBIDDEN
    references = content.references if reference_need(events) is not Need.NONE else ()
    outcomes = set(outcomes_of(events))
    return replace(
        content,
        main=None if without_document else content.main,
        attachments=()
        if without_document
        else tuple(one if one.category in categories else replace(one, category="") for one in content.attachments),
        references=tuple(
            replace(one, rulings=tuple(ruling for ruling in one.rulings if ruling.outcome in outcomes))
            for one in references
        ),
        refers_to_none=content.refers_to_none and reference_need(events) is Need.OPTIONAL,
        prefix=content.prefix if any(content.prefix in event.prefixes for event in events) else "",
    )
