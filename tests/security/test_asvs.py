"""The table in docs/security/asvs.md is whole, and names tests that there are."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from opencmecf.central.accounts import rules as accounts
from opencmecf.central.second_factor import rules as second_factor
from opencmecf.central.signon import rules as signon
from opencmecf.court.filers import tokens
from opencmecf.court.sessions import rules as sessions
from opencmecf.foundation import throttle
from opencmecf.foundation.password_rules import RULES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "security"
# The level of each requirement of ASVS 5.0.0, section by section, in the standard's own order.
LEVELS = {
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
}
REQUIREMENTS = {
    f"V{section}.{number}": level for section, levels in LEVELS.items() for number, level in enumerate(levels, 1)
}
LINE = re.compile(r"^\| (V[\d.]+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
TICKED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Line:
    """One requirement in the table."""

    number: str
    level: str
    words: str
    state: str
    shown: str

    @property
    def evidence(self) -> list[str]:
        """The tests and documents that the line names."""
        return [name for name in TICKED.findall(self.shown) if "/" in name]


LINES = [Line(*found) for found in LINE.findall((FOLDER / "asvs.md").read_text())]


def test_every_requirement_is_there_once_with_its_level() -> None:
    assert [(line.number, line.level) for line in LINES] == list(REQUIREMENTS.items())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.number)
def test_a_line_says_what_shows_it_or_why_not(line: Line) -> None:
    assert line.state in ("met", "not met", "not applicable")
    if line.state == "met":
        assert any("::" in name for name in line.evidence), "name a test"
    else:
        assert len(line.shown.split()) >= 3, "say why"
    assert [name for name in line.evidence if not _is_there(name)] == []


def test_level_one_is_met_throughout() -> None:
    assert [line.number for line in LINES if line.level == "1" and line.state == "not met"] == []


def test_the_documented_limits_are_those_of_the_code() -> None:
    text = (FOLDER / "sign-on.md").read_text()
    limits = {
        "{} wrong tries are free within {} minutes": (throttle.FREE_TRIES, _minutes(throttle.WINDOW)),
        "from everywhere: {}.": (throttle.FREE_TRIES_AT_ACCOUNT,),
        "at all accounts: {},": (throttle.FREE_TRIES_FROM_ADDRESS,),
        "waits: {} seconds, doubled each time, {} at most": (
            throttle.FIRST_PAUSE_SECONDS,
            throttle.LONGEST_PAUSE_SECONDS,
        ),
        "| Ends without a sign of life | after {} minutes | after {} minutes |": (
            _minutes(signon.IDLE_LIMIT),
            _minutes(sessions.IDLE_LIMIT),
        ),
        "| Ends in any case | after {} hours | after {} hours |": (
            _minutes(signon.ABSOLUTE_LIMIT) // 60,
            _minutes(sessions.ABSOLUTE_LIMIT) // 60,
        ),
        "for linking | after {} minutes | after {} minutes |": (
            _minutes(second_factor.FRESH_FOR),
            _minutes(sessions.FRESH_FOR),
        ),
        "browser's token, for {} days": (second_factor.REMEMBERED_FOR.days,),
        "a link, good for {} days": (tokens.INVITATION_GOOD_FOR_SECONDS // 86_400,),
        "At least {} characters and at most {}": (RULES["nist"].shortest, RULES["nist"].longest),
    }
    assert [words.format(*told) for words, told in limits.items() if words.format(*told) not in text] == []
    assert signon.CODES_PER_PASSWORD == accounts.MAILS_ON_REQUEST_PER_HOUR == 5
    assert accounts.WRONG_PASSWORDS_PER_HOUR == 10


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _is_there(name: str) -> bool:
    file, _, test = name.partition("::")
    if not (ROOT / file).is_file():
        return False
    return not test or test in _tests_in(file)


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
