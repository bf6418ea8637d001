"""What a court asks of applicants: plain values, as read from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opencmecf.court.filers.models import FilerKind
from opencmecf.foundation.money import dollars


class Applicants(StrEnum):
    """Which of the two items of Manage My Account leads to a choice."""

    ATTORNEY = "attorney"
    NON_ATTORNEY = "non_attorney"


class QuestionKind(StrEnum):
    """How a question is answered."""

    CASES = "cases"  # case numbers of this court, one to a line
    CHOICE = "choice"
    DATE = "date"
    LONG_TEXT = "long_text"
    TEXT = "text"
    TICK = "tick"  # a box that has to be ticked where the question is required
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `longest` counts characters; `choices` pairs what is kept with its words."""

    code: str
    kind: QuestionKind
    label: str
    help: str = ""
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 200
    fills: str = ""  # the column of the court account that the answer goes into when the clerk approves


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions that stand on one page."""

    code: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF that is asked for."""

    code: str
    label: str
    help: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer to “What would you like to apply/register for?”, and what it leads to.

    `fee_cents` is what the clerk starts as fee, 0 where nothing is due. An account that is limited to cases files in
    the cases alone that the clerk names.
    """

    code: str
    name: str
    about: str
    applicants: Applicants
    filer_kind: FilerKind
    is_limited_to_cases: bool = False
    sections: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    fee: str = ""
    fee_cents: int = 0

    @property
    def fee_in_words(self) -> str:
        """The fee as people read it: $199.00."""
        return dollars(self.fee_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """Everything that one court asks. `version` names the exact content of the files that it was read from."""

    choices: tuple[Choice, ...]
    sections: tuple[Section, ...]
    papers: tuple[Paper, ...]
    terms: tuple[str, ...]
    limited_admission_ends_with_case: bool
    version: str

    def choice(self, code: str) -> Choice | None:
        """The choice of this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)

    def sections_of(self, choice: Choice) -> tuple[Section, ...]:
        """The pages of questions that a choice leads to, in its order."""
        known = {section.code: section for section in self.sections}
        return tuple(known[code] for code in choice.sections)

    def papers_of(self, choice: Choice) -> tuple[Paper, ...]:
        """The PDFs that a choice asks for, in its order."""
        known = {paper.code: paper for paper in self.papers}
        return tuple(known[code] for code in choice.papers)
