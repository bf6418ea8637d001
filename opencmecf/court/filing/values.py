"""A finished filing as plain values: everything that is to be filed, and nothing of how it was typed.

`filing_of` reads it from a draft; the act of submitting takes it and never looks at the draft's content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opencmecf.court.docket.events.composing import DocketText, short_names
from opencmecf.court.docket.events.event import Dictionary, Outcome
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import ChosenParty, Content
from opencmecf.court.filing.surroundings import Surroundings
from opencmecf.court.filing.wording import docket_text
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledEvent:
    """An event by its code, with checked answers."""

    code: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledParty:
    """A party of a case: its row, or the key of one of the filing's new parties."""

    case_id: int
    name: str
    party_id: int | None = None
    new_party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledNewParty:
    """A party to be added to a case."""

    key: str
    case_id: int
    type: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledAppearance:
    """An appearance of the filer for a party, to be made."""

    party: FiledParty
    is_lead: bool
    is_noticed: bool
    is_pro_hac_vice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDocument:
    """A document: number 0 is the main one, 1 and more are its attachments in their order."""

    upload_id: UUID
    number: int
    category: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRuling:
    """What becomes of one part of a motion; parts count from 0 in the order of the motion's text."""

    part: int
    relief: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReference:
    """An existing entry that the filing refers to. `reliefs` are all the parts of a motion, ruled on or not."""

    case_id: int
    entry_id: int
    number: str
    de_seq_num: int
    reliefs: tuple[str, ...]
    rulings: tuple[FiledRuling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is to be filed, completely. `key` makes it one filing however often it is submitted.

    `text` is final. The same text is docketed in every case of `case_ids`, the first of which was named by the filer.
    """

    key: UUID
    court_id: str
    dictionary_version: str
    events: tuple[FiledEvent, ...]
    case_ids: tuple[int, ...]
    filers: tuple[FiledParty, ...]
    against: tuple[FiledParty, ...]
    defendants: tuple[FiledParty, ...]
    new_parties: tuple[FiledNewParty, ...]
    appearances: tuple[FiledAppearance, ...]
    documents: tuple[FiledDocument, ...]
    references: tuple[FiledReference, ...]
    restriction: Restriction
    text: DocketText
    short_name: str
    signature: str
    redaction_acknowledged: bool


def filing_of(*, key: UUID, court_id: str, content: Content, dictionary: Dictionary, around: Surroundings) -> Filing:
    """Return the filing that a draft says. Raises `Refused` with everything that is missing."""
    lacking = rules.missing(content, dictionary, around)
    if lacking:
        raise Refused(
            "This cannot be filed yet.",
            " ".join(one.message for one in lacking),
            links=(("Check this draft", f"/filing/{key}/check"),),
        )
    events = rules.events_of(content, dictionary)
    kinds = [event for event, _ in events]
    return Filing(
        key=key,
        court_id=court_id,
        dictionary_version=dictionary.version,
        events=tuple(FiledEvent(code=one.code, answers=dict(one.answers)) for _, one in events),
        case_ids=content.cases,
        filers=_parties(content.filers, content, around),
        against=_parties(content.against, content, around),
        defendants=_parties(content.defendants, content, around),
        new_parties=tuple(
            FiledNewParty(key=one.key, case_id=one.case, type=one.type, name=one.name, text=one.text)
            for one in content.new_parties
        ),
        appearances=tuple(
            FiledAppearance(
                party=_party(one.party, content, around),
                is_lead=one.is_lead,
                is_noticed=one.is_noticed,
                is_pro_hac_vice=one.is_pro_hac_vice,
            )
            for one in content.appearances
        ),
        documents=_documents(content),
        references=_references(content, around),
        restriction=rules.restriction_of(kinds),
        text=docket_text(content, dictionary, around),
        short_name=short_names(kinds),
        signature=around.signature,
        redaction_acknowledged=content.redaction_acknowledged,
    )


def _parties(chosen: tuple[ChosenParty, ...], content: Content, around: Surroundings) -> tuple[FiledParty, ...]:
    return tuple(_party(one, content, around) for one in chosen)


def _party(chosen: ChosenParty, content: Content, around: Surroundings) -> FiledParty:
    name = rules.party_name(chosen, content, around)
    return FiledParty(case_id=chosen.case, name=name, party_id=chosen.party or None, new_party=chosen.new)


def _documents(content: Content) -> tuple[FiledDocument, ...]:
    return tuple(
        FiledDocument(
            upload_id=UUID(paper.upload), number=number, category=paper.category, description=paper.description.strip()
        )
        for number, paper in enumerate(content.papers)
    )


def _references(content: Content, around: Surroundings) -> tuple[FiledReference, ...]:
    found = []
    for one in content.references:
        entry = around.entries[one.entry]
        rulings = tuple(FiledRuling(part=row.part, relief=row.relief, outcome=row.outcome) for row in one.rulings)
        found.append(
            FiledReference(
                case_id=one.case,
                entry_id=one.entry,
                number=entry.number,
                de_seq_num=entry.de_seq_num,
                reliefs=entry.reliefs,
                rulings=rulings,
            )
        )
    return tuple(found)
