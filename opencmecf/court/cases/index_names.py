"""Names as an index lists them, and what a person types when looking for one.

"Robert A. Okafor, Jr." is listed as "okafor, robert a jr", "The Harbor Pilots, Inc." as "harbor pilots inc": small
letters, digits and blanks alone, and one comma after a person's last name. Dockets print names in one piece; who is a
person is read from the words. Columns that hold such names sort by their bytes, so that everything that begins alike
lies in one stretch.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FEWEST_LETTERS = 2  # feature map 4.1

_WORD = re.compile(r"[^\W_]+")
_JOINTS = re.compile(r"['’`.]|(?<=\w)-(?=\w)")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _listed("hon honorable dr judge mr mrs ms")
_SUFFIXES = _listed("ausa jr sr ii iii iv v esq md phd jd cpa do dds et al")
_PARTICLES = _listed("de del della der di da dos la las le los san santa st van von ter ten el al bin")
_OF_BUSINESSES = _listed("""
    inc incorporated llc llp lp pllc plc pc pa ltd limited corp corporation co company companies bank na trust fund
    association assoc assn society union local board bureau agency department dept office commission committee court
    city town county state states commonwealth village district authority university college school hospital center
    clinic group partners partnership holdings enterprises industries international services systems solutions
    insurance assurance mutual casualty national federal american united usa us america republic government ministry
    church foundation institute club league council customs trustee matter list estate cargo vessel mv property
    currency real llcs gmbh sa ag bv and of for in the on at dba aka fka doing unknown
    """)
_LONGEST_PERSON = 5
_PAST_ONE = "-"  # sorts behind the comma and the blank that may follow a whole word, and before letters and digits
_PAST_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWanted:
    """What is looked for in an index of names.

    Names from `start` up to but without `end` are meant; where `words` is not empty, those that hold these words
    anywhere, the last of them begun or whole as `goes_on` says. `rest` is how a first name after an open end begins.
    """

    start: str = ""
    end: str = ""
    words: tuple[str, ...] = ()
    goes_on: bool = False
    rest: str = ""


def index_name(printed: str) -> str:
    """Return a printed name as an index lists it."""
    last, comma, first = printed.partition(",")
    words = _words(printed)
    if comma and _is_turned(_words(last), _words(first)):
        return f"{' '.join(_words(last))}, {' '.join(_words(first))}"
    if words[:1] == ["the"] or (len(words) > 2 and words[0] in _TITLES):
        words = words[1:]
    names, after = _without_suffixes(words)
    if not 2 <= len(names) <= _LONGEST_PERSON or set(names) & _OF_BUSINESSES or any(map(_has_digit, names)):
        return " ".join(words)
    turn = next((place for place, word in enumerate(names) if place and word in _PARTICLES), len(names) - 1)
    return f"{' '.join(names[turn:])}, {' '.join([*names[:turn], *after])}"


def name_wanted(*, last: str, first: str = "", middle: str = "") -> NameWanted | None:
    """Return what somebody looks for who has typed these; None where fewer than two characters name nobody.

    Without a star the last name, or the first words of a business, must be whole. A star behind it lets it go on, a
    star before it lets other words stand before. First and middle names may always be begun only.
    """
    last = last.strip()
    words = _words(last)
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    name = " ".join(words)
    if len(name) < FEWEST_LETTERS:
        return None
    given = " ".join(_words(f"{first} {middle}"))
    if last.startswith("*"):
        return NameWanted(words=tuple(words), goes_on=last.endswith("*"), rest=given)
    if last.endswith("*"):
        return NameWanted(start=name, end=name + _PAST_ALL, rest=given)
    if given:
        return NameWanted(start=f"{name}, {given}", end=f"{name}, {given}{_PAST_ALL}")
    return NameWanted(start=name, end=name + _PAST_ONE)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(_JOINTS.sub("", plain))


def _is_turned(last: list[str], first: list[str]) -> bool:
    """Return whether what stands around a comma is the last and the first name of a person."""
    if not first or not 0 < len(last) <= 3 or len(last) + len(first) > _LONGEST_PERSON:
        return False
    return not set(first) & _SUFFIXES and not set(last + first) & _OF_BUSINESSES


def _without_suffixes(words: list[str]) -> tuple[list[str], list[str]]:
    """Return names, and what stands behind them: "jr", or the number of a John Doe."""
    end = len(words)
    while end > 1 and (words[end - 1] in _SUFFIXES or words[end - 1].isdigit()):
        end -= 1
    return words[:end], words[end:]


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
