"""Who of the attorneys that dockets print may be the holder of an account, as pure functions on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from opencmecf.court.cases.index_names import index_name
from opencmecf.court.filers.models import NameParts
from opencmecf.court.filers.rules import comparable_bar_number, is_same_attorney


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds an account, as the court knows the person."""

    name: NameParts
    email: str = ""
    bar_number: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """An attorney as a docket prints one: the name, and the lines below it."""

    name: str
    email: str = ""
    bar_number: str = ""
    lines: tuple[str, ...] = ()


class Likeness(IntEnum):
    """How much of a name agrees."""

    NONE = 0
    PARTLY = 1  # the first or the last name
    SIMILAR = 2  # both, as far as initials and generations let tell
    SAME = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of an attorney on a docket agrees with the holder of an account."""

    name: Likeness
    bar_number: bool
    email: bool
    firm: bool

    @property
    def is_candidate(self) -> bool:
        """Whether a clerk should look: the name agrees, or part of it together with bar number or e-mail address.

        A number alone is not enough, since each state's bar counts for itself; nor is an address alone, which may be
        an office's, or the firm.
        """
        if self.name >= Likeness.SIMILAR:
            return True
        return self.name is Likeness.PARTLY and (self.bar_number or self.email)

    @property
    def weight(self) -> tuple[int, int, bool]:
        """By what candidates are sorted, the likeliest highest."""
        return self.bar_number + self.email, self.name, self.firm

    @property
    def in_words(self) -> tuple[str, ...]:
        """What agrees, as the clerk reads it."""
        names = {
            Likeness.SAME: "name",
            Likeness.SIMILAR: "name, as far as printed",
            Likeness.PARTLY: "part of the name",
        }
        named = (names[self.name],) if self.name else ()
        facts = ((self.bar_number, "bar number"), (self.email, "e-mail address"), (self.firm, "firm"))
        return (*named, *(word for agrees, word in facts if agrees))


def compared(holder: Holder, printed: Printed) -> Comparison:
    """Return what of a printed attorney agrees with the holder of an account; what is not known does not agree."""
    number = comparable_bar_number(holder.bar_number)
    return Comparison(
        name=_likeness(holder.name, printed.name),
        bar_number=bool(number) and number == comparable_bar_number(printed.bar_number),
        email=bool(holder.email) and holder.email.casefold() == printed.email.casefold(),
        firm=_is_there(holder.firm, printed.lines),
    )


def listed_name(name: NameParts) -> tuple[str, str]:
    """Return last and first name of an account's holder as indexes of names list them."""
    first, _, last, _ = name
    listed_last, comma, listed_first = index_name(f"{last}, {first}").partition(", ")
    return (listed_last, listed_first) if comma else (index_name(last), index_name(first))


def _likeness(name: NameParts, printed: str) -> Likeness:
    if is_same_attorney(printed, name):
        return Likeness.SAME
    last, first = listed_name(name)
    printed_last, _, given = index_name(printed).partition(", ")
    printed_first = given.split()[0] if given else ""
    has_last = bool(last) and last == printed_last
    if has_last and _may_be_one(first, printed_first):
        return Likeness.SIMILAR
    has_first = len(first) > 1 and first == printed_first
    return Likeness.PARTLY if has_last or has_first else Likeness.NONE


def _may_be_one(first: str, other: str) -> bool:
    """Whether two first names are the same, or one is the initial of the other."""
    if not first or not other:
        return False
    return first == other or (min(len(first), len(other)) == 1 and first[0] == other[0])


def _is_there(firm: str, lines: Sequence[str]) -> bool:
    wanted = index_name(firm)
    return bool(wanted) and any(index_name(line) == wanted for line in lines)
