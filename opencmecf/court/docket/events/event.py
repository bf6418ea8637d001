"""What an event of the dictionary is: plain values, as read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.access import Restriction


class Filer(StrEnum):
    """Whose menu an event is on."""

    ATTORNEY = "attorney"
    CREDITOR = "creditor"
    PARTY = "party"  # a party that files for itself
    REPORTER = "reporter"  # of the court's hearings
    TRUSTEE = "trustee"
    STAFF = "staff"
    CHAMBERS = "chambers"


class EntryKind(StrEnum):
    """What sort of entry an event makes, so that other events can refer to it."""

    APPEAL = "appeal"
    BRIEF = "brief"
    CHARGE = "charge"
    CLAIM = "claim"
    DISCOVERY = "discovery"
    JUDGMENT = "judgment"
    LETTER = "letter"
    MINUTES = "minutes"
    MOTION = "motion"
    NOTICE = "notice"
    ORDER = "order"
    OTHER = "other"
    PETITION = "petition"
    PLAN = "plan"
    PLEADING = "pleading"
    RESPONSE = "response"
    SCHEDULE = "schedule"
    SERVICE = "service"
    TRIAL = "trial"
    TRUSTEE = "trustee"


class PromptKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    DATE = "date"
    HEARING = "hearing"
    JUDGE = "judge"
    TEXT = "text"
    YES_NO = "yes_no"


class MainDocument(StrEnum):
    """Whether an entry has a document. Where it is forbidden, the docket text is the order."""

    FORBIDDEN = "forbidden"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Need(StrEnum):
    """Whether something is asked for."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class FiledBy(StrEnum):
    """Who speaks in an entry: parties, or the court itself."""

    COURT = "court"
    PARTY = "party"


class Outcome(StrEnum):
    """What became of one part of a motion."""

    GRANTED = "granted"
    DENIED = "denied"
    GRANTED_IN_PART = "granted_in_part"
    DENIED_AS_MOOT = "denied_as_moot"
    DENIED_WITHOUT_PREJUDICE = "denied_without_prejudice"
    DEFERRED = "deferred"
    REFERRED = "referred"
    STRICKEN = "stricken"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    SUSTAINED = "sustained"
    OVERRULED = "overruled"

    @property
    def participle(self) -> str:
        """The word of an order: "granting"."""
        return PARTICIPLES[self]

    @property
    def ends_motion(self) -> bool:
        """Whether nothing is left to decide of the part."""
        return self not in (Outcome.DEFERRED, Outcome.REFERRED)


PARTICIPLES = {
    Outcome.GRANTED: "granting",
    Outcome.DENIED: "denying",
    Outcome.GRANTED_IN_PART: "granting in part and denying in part",
    Outcome.DENIED_AS_MOOT: "denying as moot",
    Outcome.DENIED_WITHOUT_PREJUDICE: "denying without prejudice",
    Outcome.DEFERRED: "deferring ruling on",
    Outcome.REFERRED: "referring",
    Outcome.STRICKEN: "striking",
    Outcome.WITHDRAWN: "withdrawing",
    Outcome.APPROVED: "approving",
    Outcome.SUSTAINED: "sustaining",
    Outcome.OVERRULED: "overruling",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question that an event asks. `longest` counts characters; `choices` pairs what is kept with its words."""

    name: str
    kind: PromptKind
    label: str
    help: str = ""
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What filing an event does besides making an entry."""

    opens_motion: bool = False
    outcomes: tuple[Outcome, ...] = ()  # what may be said of the motions that it rules on; none: it rules on none
    closes_case: bool = False
    reopens_case: bool = False
    sets_flags: tuple[str, ...] = ()
    clears_flags: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()  # codes of the deadlines that begin with it
    fee: str = ""  # code of the fee that is due with it

    @property
    def rules_on_motions(self) -> bool:
        """Whether the event decides motions."""
        return bool(self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A page of events below one heading of the menu. `several`: events of it may be filed together, as one entry."""

    code: str
    name: str
    group: str
    order: int
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee that is due with an event. `cents` is 0 where each court sets its own."""

    code: str
    name: str
    cents: int = 0

    @property
    def amount(self) -> str:
        """The fee as people read it: $405.00."""
        return f"${self.cents // 100:,}.{self.cents % 100:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that can be docketed.

    `name` stands on the menu, `short` in the subject of the notice, `title` begins the docket text. `words` are what
    people also call it. `text` and `title` are templates; see `composing` for the names that they may use.
    """

    code: str
    category: str
    name: str
    short: str
    title: str
    text: str
    kind: EntryKind
    filers: frozenset[Filer]
    cases: frozenset[CaseKind]
    words: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    document: MainDocument = MainDocument.REQUIRED
    attachments: tuple[str, ...] = ()
    refers_to: frozenset[EntryKind] = frozenset()
    reference: Need = Need.NONE
    filed_by: FiledBy = FiledBy.PARTY
    against: Need = Need.NONE
    is_relief: bool = False
    prefixes: tuple[str, ...] = ()
    restriction: Restriction = Restriction.PUBLIC
    effects: Effects = Effects()

    def prompt(self, name: str) -> Prompt:
        """Return the question of this name. Raises `KeyError`."""
        return {prompt.name: prompt for prompt in self.prompts}[name]

    def is_open_to(self, filers: frozenset[Filer], case: CaseKind | None = None) -> bool:
        """Return whether one of `filers` may use the event, in cases of this kind where one is given."""
        return bool(self.filers & filers) and (case is None or case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """The events of a court. `version` names their exact content: the same version, the same texts and questions."""

    categories: tuple[Category, ...]
    events: Mapping[str, Event]
    version: str
    fees: Mapping[str, Fee] = field(default_factory=dict)

    def category(self, code: str) -> Category | None:
        """Return the category of this code, or None."""
        return next((category for category in self.categories if category.code == code), None)

    @property
    def entry_kinds(self) -> frozenset[EntryKind]:
        """The kinds of entries that dockets of the court have: those that an event makes or refers to."""
        return frozenset(event.kind for event in self.events.values()).union(
            *(event.refers_to for event in self.events.values())
        )

    def open_to(self, filers: frozenset[Filer], case: CaseKind | None = None) -> tuple[Event, ...]:
        """Return the events that one of `filers` may use, by name."""
        found = (event for event in self.events.values() if event.is_open_to(filers, case))
        return tuple(sorted(found, key=lambda event: event.name.casefold()))
