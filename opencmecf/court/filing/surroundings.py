"""What is known around a draft: its cases, parties, entries and files, as plain values for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from opencmecf.court.docket.events.event import EntryKind, Filer
from opencmecf.court.filing.content import ChosenParty
from opencmecf.court.profile.kinds import KINDS, CaseKind, KindProfile
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.reference import CourtKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownParty:
    """A party of a case. `is_mine`: the filer appears for it; `counsel` are the names of those who do."""

    id: int
    case: int
    name: str
    type: str
    is_terminated: bool = False
    is_mine: bool = False
    counsel: tuple[str, ...] = ()

    @property
    def chosen(self) -> ChosenParty:
        """As it is chosen."""
        return ChosenParty(case=self.case, party=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case that the filer may see."""

    id: int
    number: str
    core: str
    title: str
    kind: CaseKind
    judge: str = ""
    chapter: str = ""
    closed_on: date | None = None
    is_restricted: bool = False
    parties: tuple[KnownParty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry that the filer may see. `reliefs` are the parts of a motion, `level` how far its words are closed."""

    id: int
    case: int
    number: str
    de_seq_num: int
    filed_on: date | None
    words: str
    kind: EntryKind
    short: str
    reliefs: tuple[str, ...] = ()
    level: Restriction = Restriction.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file that the filer has uploaded. `findings` are what the check says: pairs of message and remedy."""

    id: str
    file_name: str
    pages: int | None
    length: int
    may_be_filed: bool
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything that the rules ask for besides the draft."""

    filers: frozenset[Filer]
    barred: Refused | None = None  # why nothing may be filed with this account now
    admitted: frozenset[int] | None = None  # the cases that it may file in; None where it may file in all
    kind: KindProfile = KINDS[CourtKind.DISTRICT]
    name: str = ""
    firm: str = ""  # under which a creditor files
    signature: str = ""
    cases: Mapping[int, KnownCase] = field(default_factory=dict)
    entries: Mapping[int, KnownEntry] = field(default_factory=dict)
    files: Mapping[str, KnownFile] = field(default_factory=dict)

    @property
    def is_attorney(self) -> bool:
        """Whether the filer files for parties, and not for the court."""
        return Filer.ATTORNEY in self.filers

    @property
    def is_trustee(self) -> bool:
        """Whether the filer files as a trustee."""
        return Filer.TRUSTEE in self.filers and not self.is_attorney

    @property
    def files_alone(self) -> bool:
        """Whether the filer files for himself, herself or itself, and for nobody else."""
        return bool(self.filers & {Filer.PARTY, Filer.CREDITOR, Filer.TRUSTEE}) and not self.is_attorney

    def party(self, chosen: ChosenParty) -> KnownParty | None:
        """Return a party that is there; None for a new one, and for one that is not there (any more)."""
        case = self.cases.get(chosen.case)
        return next((party for party in case.parties if party.id == chosen.party), None) if case else None
