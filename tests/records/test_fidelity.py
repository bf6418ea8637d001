"""Real dockets come back whole: read, written as JSON, read again, shown; and a client reads ours as the court's.

The records stand outside the repository, since real people are in them: `COURT_RECORDS` (default
`../shared/data/court_records`) and the comparison `COURT_TOOLS` (default `../shared/tools`). No text of theirs is
printed: a failure names the file and the field.
"""

from __future__ import annotations

import difflib
import logging
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from opencmecf.court.docket.json_form import from_json, to_json
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.exchange.court_pages import Refused, read_docket
from opencmecf.testing.docket_pages import page_with

ROOT = Path(__file__).resolve().parents[2]
RECORDS = Path(os.environ.get("COURT_RECORDS", ROOT.parent / "shared/data/court_records")) / "dockets"
TOOLS = Path(os.environ.get("COURT_TOOLS", ROOT.parent / "shared/tools"))
PRESENT = RECORDS.is_dir() and (TOOLS / "fidelity.py").is_file()
if not PRESENT:
    print(
        f"\n*** NO COURT RECORDS at {RECORDS} or no tools at {TOOLS}: THE TESTS OF FIDELITY ARE SKIPPED ***",
        file=sys.__stderr__,
    )
pytestmark = pytest.mark.skipif(not PRESENT, reason=f"NO COURT RECORDS at {RECORDS} or no comparison at {TOOLS}")

TEXT_BAR = 0.98
DAMAGES = 200
# Menus and forms of the page around the sheet, which the comparison does not know as such in appellate pages.
_FURNITURE = "//*[contains(@class, 'noprint')] | //form[@name='f1'] | //form[.//input[@name='fullDocket']]"


@dataclass(frozen=True)
class Case:
    """One record with what we make of it."""

    path: Path
    court_id: str
    kind: str
    original: str
    sheet: DocketSheet
    ours: str

    @property
    def parser(self) -> str:
        return "appellate" if self.kind == "appellate" else "docket"


def fidelity() -> Any:
    """Return the comparison, a program beside the records."""
    if str(TOOLS) not in sys.path:
        sys.path.insert(0, str(TOOLS))
    import fidelity as tool

    logging.disable(logging.NOTSET)  # the program silences all of Python's logging
    return tool


@cache
def cases(kind: str) -> tuple[Case, ...]:
    return tuple(_case(path, kind) for path in sorted((RECORDS / kind).glob("*.html")))


def _case(path: Path, kind: str) -> Case:
    court_id = path.stem.split("_")[0]
    sheet = from_json(to_json(read_docket(path.read_bytes(), court_id)))
    original = path.read_text(encoding="utf-8", errors="replace")
    return Case(path, court_id, kind, original, sheet, page_with(sheet))


def different_fields(case: Case, ours: str) -> list[str]:
    """Return where the client's reading of our page differs from that of the court's, without the values."""
    tool = fidelity()
    court = tool.parsed(case.parser, case.court_id, case.original)
    return [path for path, _, _ in tool.differences(court, tool.parsed(case.parser, case.court_id, ours))]


def shown_words(case: Case, page: str) -> list[str]:
    """Return the visible words, with the receipt known as such also where a saved page breaks its title."""
    page = re.sub(r"PACER\s+Service\s+Center", "PACER Service Center", page)
    if case.kind == "appellate":
        tree = html.fromstring(page)
        for element in tree.xpath(_FURNITURE):
            element.drop_tree()
        page = html.tostring(tree, encoding="unicode")
    words: list[str] = fidelity().visible_words(page)
    return words


def alike(case: Case) -> float:
    words = (shown_words(case, case.original), shown_words(case, case.ours))
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()


def report(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(f"\n{line}")


@pytest.mark.parametrize("kind", ["district", "special", "bankruptcy", "appellate"])
def test_client_reads_our_page_as_the_courts(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {case.path.name: different_fields(case, case.ours) for case in cases(kind)}
    same = [name for name, fields in found.items() if not fields]
    report(capsys, f"{kind}: {len(same)} of {len(found)} with 0 different fields")
    assert {name: fields[:5] for name, fields in found.items() if fields} == {}


@pytest.mark.parametrize("kind", ["district", "special", "bankruptcy", "appellate"])
def test_our_page_shows_what_the_courts_shows(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    ratios = {case.path.name: alike(case) for case in cases(kind)}
    least = min(ratios.values())
    alike_enough = [ratio for ratio in ratios.values() if ratio >= TEXT_BAR]
    report(
        capsys,
        f"{kind}: {len(alike_enough)} of {len(ratios)} with visible text at {TEXT_BAR}, least {least:.4f}",
    )
    bar = TEXT_BAR if kind != "appellate" else 0.95
    assert {name: ratio for name, ratio in ratios.items() if ratio < bar} == {}


@pytest.mark.parametrize("kind", ["district", "special", "bankruptcy", "appellate"])
def test_our_page_reads_back_to_the_same_value(kind: str) -> None:
    assert [case.path.name for case in cases(kind) if read_docket(case.ours, case.court_id) != case.sheet] == []


@pytest.mark.parametrize("kind", ["not_dockets", "not_appellate_dockets"])
def test_what_is_no_docket_is_refused(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    paths = sorted((RECORDS / kind).glob("*.html"))
    taken = [path.name for path in paths if not _refused(path)]
    report(capsys, f"{kind}: {len(paths) - len(taken)} of {len(paths)} refused")
    assert taken == []


def _refused(path: Path) -> bool:
    try:
        read_docket(path.read_bytes(), path.stem.split("_")[0])
    except Refused as refusal:
        return bool(str(refusal))
    return False


def test_every_docket_is_refused_as_another_courts() -> None:
    others = {"district": "akd", "special": "akd", "bankruptcy": "wyb", "appellate": "ca10"}
    taken = []
    for kind, other in others.items():
        for case in cases(kind):
            try:
                read_docket(case.original, other)
            except Refused:
                continue
            taken.append(case.path.name)
    assert taken == []


def test_damage_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    """One value of a page is changed, 200 times in all.

    Derived, and therefore never changed here: the address of a link with a goDLS call (it repeats the call's first
    argument), and labels for screen readers (they repeat number and description).
    """
    chance = random.Random(20_001)
    pool = [case for kind in ("district", "special", "bankruptcy") for case in cases(kind)]
    by_fields = by_words = 0
    unnoticed = []
    for number in range(DAMAGES):
        case = chance.choice(pool)
        fields, words, reader = notices(case, damage(case.ours, chance))
        by_fields += fields
        by_words += words
        if not (fields or words or reader):
            unnoticed.append((number, case.path.name))
    report(
        capsys, f"damage: {DAMAGES - len(unnoticed)} of {DAMAGES} noticed, {by_fields} by fields, {by_words} by words"
    )
    assert unnoticed == []


def notices(case: Case, damaged: str) -> tuple[bool, bool, bool]:
    """Return who notices that a page is not the one that we made: a client, the words, our own reader."""
    words = shown_words(case, damaged) != shown_words(case, case.ours)
    return _fields_differ(case, damaged), words, _reads_otherwise(case, damaged)


def _fields_differ(case: Case, damaged: str) -> bool:
    try:
        return bool(different_fields(case, damaged))
    except Exception:  # noqa: BLE001 whatever a client does with a damaged page, it does not go unnoticed
        return True


def _reads_otherwise(case: Case, damaged: str) -> bool:
    try:
        return read_docket(damaged, case.court_id) != case.sheet
    except Refused:
        return True


def damage(page: str, chance: random.Random) -> str:
    """Return the page with one letter or digit of one value changed."""
    start, end = chance.choice(list(_values(page)))
    places = [index for index in range(start, end) if page[index].isalnum() and page[index].isascii()]
    if not places:
        return damage(page, chance)
    at = chance.choice(places)
    letters = "0123456789" if page[at].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    return page[:at] + chance.choice([letter for letter in letters if letter != page[at].lower()]) + page[at + 1 :]


def _values(page: str) -> Iterator[tuple[int, int]]:
    """Yield where the values of a page stand: text, addresses, arguments of calls, values of checkboxes."""
    content = page.index("cmecfMainContentScroll")
    for match in re.finditer(r">([^<>]*[A-Za-z0-9][^<>]*)<", page[content:]):
        if not re.search(r"&\w+;", match[1]):
            yield content + match.start(1), content + match.end(1)
    for pattern in (
        r'<a href="([^"]*)">',
        r"goDLS\('/doc1/(\d+)'",
        r"goDLS\('[^']*','(\d+)'",
        r"goDLS\('[^']*','[^']*','(\d+)'",
        r'type="checkbox" (?:name="[^"]*" )?value="([^"]*)"',
    ):
        for match in re.finditer(pattern, page[content:]):
            yield content + match.start(1), content + match.end(1)
