"""What events that are filed together ask for."""

from __future__ import annotations

from collections.abc import Sequence

from opencmecf.court.docket.events.event import (
    Dictionary,
    EntryKind,
    Event,
    FiledBy,
    MainDocument,
    Need,
    Outcome,
    Prompt,
    PromptKind,
)
from opencmecf.court.filing.content import ChosenEvent, Content
from opencmecf.court.filing.surroundings import KnownEntry
from opencmecf.foundation.access import Restriction

EARLY = (PromptKind.YES_NO, PromptKind.CHOICE)  # asked beside the caption; the others after the references
LEVELS = {Restriction.PUBLIC: 0, Restriction.COURT: 1, Restriction.SEALED: 2}


def events_of(content: Content, dictionary: Dictionary) -> tuple[tuple[Event, ChosenEvent], ...]:
    """Return the chosen events that the court still has, with their answers."""
    return tuple((dictionary.events[one.code], one) for one in content.events if one.code in dictionary.events)


def early_prompts(event: Event) -> tuple[Prompt, ...]:
    """Return the questions that are asked beside the caption."""
    return tuple(prompt for prompt in event.prompts if prompt.kind in EARLY)


def later_prompts(event: Event) -> tuple[Prompt, ...]:
    """Return the questions that are asked after the references."""
    return tuple(prompt for prompt in event.prompts if prompt.kind not in EARLY)


def main_document(events: Sequence[Event]) -> MainDocument:
    """Return whether events that are filed together need a document."""
    wanted = {event.document for event in events}
    return next(
        (one for one in (MainDocument.REQUIRED, MainDocument.OPTIONAL) if one in wanted), MainDocument.FORBIDDEN
    )


def reference_need(events: Sequence[Event]) -> Need:
    """Return whether events that are filed together must refer to entries."""
    wanted = {event.reference for event in events}
    return next((need for need in (Need.REQUIRED, Need.OPTIONAL) if need in wanted), Need.NONE)


def against_need(events: Sequence[Event]) -> Need:
    """Return whether events that are filed together ask against whom they are filed."""
    wanted = {event.against for event in events}
    return next((need for need in (Need.REQUIRED, Need.OPTIONAL) if need in wanted), Need.NONE)


def kinds_referred_to(events: Sequence[Event]) -> frozenset[EntryKind]:
    """Return the kinds of entries that events filed together may refer to."""
    return frozenset().union(*(event.refers_to for event in events if event.reference is not Need.NONE))


def outcomes_of(events: Sequence[Event]) -> tuple[Outcome, ...]:
    """Return what events filed together may say of a motion."""
    return tuple(outcome for outcome in Outcome if any(outcome in event.effects.outcomes for event in events))


def restriction_of(events: Sequence[Event]) -> Restriction:
    """Return how far events that are filed together are closed: as far as the most restricted of them."""
    return max((event.restriction for event in events), key=lambda level: LEVELS[level], default=Restriction.PUBLIC)


def is_closed_further(entry: KnownEntry, content: Content, dictionary: Dictionary) -> bool:
    """Return whether the words of an entry are closed to somebody who may read the filing that refers to it."""
    level = restriction_of([event for event, _ in events_of(content, dictionary)])
    return LEVELS[entry.level] > LEVELS[level]


def asks_for_parties(event: Event, content: Content) -> bool:
    """Return whether an event asks who files, against whom, or about which defendant."""
    by_party, as_to = event.filed_by is FiledBy.PARTY, content.menu.names_defendants
    return by_party or as_to or event.against is not Need.NONE


def field_of(event: str, prompt: str) -> str:
    """Return what the field of an event's question is called in forms."""
    return f"{event}.{prompt}"
