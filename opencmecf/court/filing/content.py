"""What somebody has chosen and typed so far in a draft: plain values, kept as one JSON value of a fixed shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from opencmecf.court.docket.events.event import Outcome
from opencmecf.court.docket.json_form import NotASheet, from_data, to_data
from opencmecf.court.profile.kinds import CaseKind

VERSION = 1


class Step(StrEnum):
    """The steps of a filing, in their order. Which of them a filing has depends on its events."""

    EVENTS = "events"
    CASE = "case"
    QUESTIONS = "questions"
    FILERS = "filers"
    APPEARANCES = "appearances"
    DOCUMENTS = "documents"
    REFERENCES = "references"
    DETAILS = "details"
    TEXT = "text"
    REVIEW = "review"


class NotAContent(ValueError):
    """The JSON is no content of a draft that this version knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenEvent:
    """An event with the answers to its questions, by name, as `docket.events.answers` keeps them."""

    code: str
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ChosenParty:
    """A party of one of the cases: one that is there (`party` is its row), or a new one (`new` is its key)."""

    case: int
    party: int = 0
    new: str = ""

    @property
    def key(self) -> str:
        """How forms name it: "12", or "n1" for a new one."""
        return self.new or str(self.party)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A party that the filing adds to a case. `type` is its role: Intervenor Plaintiff. `text` describes it."""

    key: str
    case: int
    type: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppearance:
    """That the filer appears for a party with this filing."""

    party: ChosenParty
    is_lead: bool = False
    is_noticed: bool = True
    is_pro_hac_vice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An uploaded file in its place: the main document, or an attachment."""

    upload: str
    category: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOutcome:
    """What an order says of one part of a motion; parts are counted from 0."""

    part: int
    relief: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """An entry of one of the cases that the filing refers to."""

    case: int
    entry: int
    rulings: tuple[PartOutcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything of one draft. The first case is the one that was named; others are associated with it."""

    menu: CaseKind = CaseKind.CIVIL
    category: str = ""
    events: tuple[ChosenEvent, ...] = ()
    cases: tuple[int, ...] = ()
    filers: tuple[ChosenParty, ...] = ()
    against: tuple[ChosenParty, ...] = ()
    defendants: tuple[ChosenParty, ...] = ()
    new_parties: tuple[NewParty, ...] = ()
    appearances: tuple[NewAppearance, ...] = ()
    declined: tuple[ChosenParty, ...] = ()  # filers for whom no appearance shall be made
    main: Paper | None = None
    attachments: tuple[Paper, ...] = ()
    redaction_acknowledged: bool = False
    refers_to_none: bool = False
    references: tuple[Referred, ...] = ()
    prefix: str = ""
    free_text: str = ""
    done: tuple[Step, ...] = ()  # the steps that have been saved

    @property
    def chosen(self) -> tuple[ChosenParty, ...]:
        """Every party that was chosen in any part."""
        return tuple(dict.fromkeys((*self.filers, *self.against, *self.defendants)))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Main document and attachments."""
        return ((self.main,) if self.main else ()) + self.attachments

    def with_files(self, others: Mapping[str, str]) -> Content:
        """Return it with other uploads in the places of those that `others` names."""

        def changed(paper: Paper) -> Paper:
            return replace(paper, upload=others.get(paper.upload, paper.upload))

        main = changed(self.main) if self.main else None
        return replace(self, main=main, attachments=tuple(changed(one) for one in self.attachments))

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"version": VERSION, **to_data(self)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Content:
        """Return what `to_data` wrote. Raises `NotAContent`."""
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise NotAContent("This draft was made by another version.")
        try:
            content: Content = from_data(cls, {name: value for name, value in data.items() if name != "version"})
        except NotASheet as error:
            raise NotAContent("This draft cannot be read.") from error
        return content
