"""From a draft to its docket text."""

from __future__ import annotations

from collections.abc import Iterable

from opencmecf.court.docket.events.composing import Attached, DocketText, ReferredEntry, Ruling, Wording, compose
from opencmecf.court.docket.events.event import Dictionary, FiledBy, Need
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import ChosenParty, Content, NewAppearance
from opencmecf.court.filing.surroundings import Surroundings

NOT_YET = "…"  # stands where something is still to be chosen
CLOSED = "a restricted entry"  # stands for one without a number


def docket_text(content: Content, dictionary: Dictionary, around: Surroundings) -> DocketText:
    """Return the text that the draft would be docketed with as it stands. Raises `ValueError` without an event."""
    events = [(event, chosen.answers) for event, chosen in rules.events_of(content, dictionary)]
    kinds = [event for event, _ in rules.events_of(content, dictionary)]
    by_party = any(event.filed_by is FiledBy.PARTY for event in kinds)
    asks_against = rules.against_need(kinds) is Need.REQUIRED
    wording = Wording(
        filers=_names(content.filers, content, around) or ((NOT_YET,) if by_party else ()),
        filers_in_roles=_in_roles(content.filers, content, around) or ((NOT_YET,) if by_party else ()),
        against=_names(content.against, content, around) or ((NOT_YET,) if asks_against else ()),
        defendants=_defendants(content, around),
        entries=_entries(content, dictionary, around),
        attachments=tuple(
            Attached(
                number=number,
                category=paper.category,
                description=paper.description if paper.category or paper.description else NOT_YET,
            )
            for number, paper in enumerate(content.attachments, start=1)
        ),
        prefix=content.prefix,
        free_text=content.free_text,
        additions=tuple(_addition(one, content, around) for one in content.appearances),
        cases=tuple(case.core for case in around.cases.values()),
        signature=around.signature,
        style=around.kind.text,
    )
    return compose(events, wording)


def _names(parties: Iterable[ChosenParty], content: Content, around: Surroundings) -> tuple[str, ...]:
    """Return their names once each: the same party may stand in several of the cases."""
    return tuple(dict.fromkeys(filter(None, (rules.party_name(one, content, around) for one in parties))))


def _in_roles(parties: Iterable[ChosenParty], content: Content, around: Surroundings) -> tuple[str, ...]:
    """Return them as "Debtor Ana Ruiz", "Appellee Harbor Pilots, Inc.", once each."""
    named = (f"{rules.party_role(one, content, around)} {rules.party_name(one, content, around)}" for one in parties)
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in named))))


def _defendants(content: Content, around: Surroundings) -> tuple[str, ...]:
    """Return the defendants of a criminal filing with their numbers: "Silas Wren (1)"."""
    found = []
    for one in content.defendants:
        party = around.party(one)
        if party is not None:
            number = party.type.partition("(")[2].rstrip(") ")
            found.append(f"{party.name} ({number})" if number.isdigit() else party.name)
    return tuple(found)


def _entries(content: Content, dictionary: Dictionary, around: Surroundings) -> tuple[ReferredEntry, ...]:
    """Return what the filing refers to; of what is closed further than the filing, the number alone."""
    found = []
    for one in content.references:
        entry = around.entries.get(one.entry)
        if entry is not None and rules.is_closed_further(entry, content, dictionary):
            outcomes = dict.fromkeys(ruling.outcome for ruling in one.rulings)
            words = "" if entry.number.isdigit() else CLOSED
            rulings = tuple(Ruling(relief=words, outcome=outcome) for outcome in outcomes)
            found.append(ReferredEntry(number=entry.number, words=words, rulings=rulings))
        elif entry is not None:
            rulings = tuple(Ruling(relief=ruling.relief, outcome=ruling.outcome) for ruling in one.rulings)
            found.append(ReferredEntry(number=entry.number, words=entry.short, rulings=rulings))
    return tuple(found)


def _addition(appearance: NewAppearance, content: Content, around: Surroundings) -> str:
    name = rules.party_name(appearance.party, content, around)
    return f"Attorney {around.name} added to party {name}."
