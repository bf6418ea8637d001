"""The party tables of district and bankruptcy docket pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import html

from opencmecf.court.docket.sheet import Charge, ChargeSection, Counsel, Party, TypeForm
from opencmecf.court.docket.text import Run, Text, plain
from opencmecf.exchange.court_pages.header import cells_of, rows_of
from opencmecf.exchange.court_pages.inline import read_cell, read_text
from opencmecf.exchange.court_pages.tree import words_of

_CHARGES = re.compile(
    r"highest\s+offense.*(opening|terminated)|(pending|terminated)\s+counts|^complaints$", re.IGNORECASE
)
_DASHES = re.compile(r"-{4,}\s*$")
_NUMBERED = re.compile(r"(defendant|debtor)\s+(?=\(?\d)", re.IGNORECASE)
_NAME = './/b[not(./parent::i)][not(./u)][not(contains(., "------"))]'
_PARTY_ROW = './td[1]//i/b/text() or ./td[1]//b/u/text() or ./td[1]//b/text()[contains(., "-----")]'


@dataclass
class _Reading:
    """What has been read so far of the rows."""

    court_id: str
    parties: list[Party] = field(default_factory=list)
    before: list[Text] = field(default_factory=list)
    kind: tuple[str, TypeForm] | None = None
    section: ChargeSection | None = None


def is_party_table(table: html.HtmlElement) -> bool:
    """Return whether one of the table's rows is headed by the type of a party."""
    return bool(table.xpath(f".//tr[{_PARTY_ROW}]"))


def read_parties(tables: list[html.HtmlElement], *, court_id: str) -> tuple[tuple[Party, ...], tuple[Text, ...]]:
    """Return the parties of these tables in order, and the lines that stand below the last of them."""
    reading = _Reading(court_id)
    for table in tables:
        for row in rows_of(table):
            _read_row(row, reading)
        _end_section(reading)
    return tuple(reading.parties), tuple(reading.before)


def _read_row(row: html.HtmlElement, reading: _Reading) -> None:
    cells = cells_of(row)
    if not cells or not words_of(row):
        return
    first = cells[0]
    if first.xpath(".//b/u"):
        _read_heading(cells, reading)
    elif reading.section is not None:
        _read_charge(cells, reading)
    elif len(cells) == 1 and "-----" in first.text_content() and not first.xpath(_NAME):
        reading.kind = (_type_of(_DASHES.sub("", first.text_content().rstrip())), TypeForm.DASHED_ROW)
    elif first.xpath(_NAME):
        _read_party(cells, reading)
    else:
        reading.before.extend(read_cell(first, court_id=reading.court_id).lines)


def _read_heading(cells: list[html.HtmlElement], reading: _Reading) -> None:
    heading = words_of(cells[0])
    _end_section(reading)
    has_disposition = len(cells) == 3 and words_of(cells[2]) == "Disposition"
    if reading.parties and (has_disposition or _CHARGES.search(heading)):
        reading.section = ChargeSection(heading=heading, has_disposition=has_disposition)
    else:
        reading.kind = (_type_of(cells[0].text_content()), TypeForm.ROW)


def _read_charge(cells: list[html.HtmlElement], reading: _Reading) -> None:
    assert reading.section is not None
    text = read_text(cells[0], court_id=reading.court_id)
    if plain(text) == "None" and cells[0].text_content() != "None":
        text = (Run(" "), *text)  # with a blank before it, clients take it for a complaint
    disposition = read_text(cells[2], court_id=reading.court_id) if len(cells) > 2 else None
    section = reading.section
    charge = Charge(text=text, disposition=disposition)
    reading.section = ChargeSection(
        heading=section.heading, has_disposition=section.has_disposition, rows=(*section.rows, charge)
    )


def _end_section(reading: _Reading) -> None:
    """Give the charges that were read to the party above them."""
    if reading.section is None:
        return
    last = reading.parties[-1]
    reading.parties[-1] = Party(
        **{name: getattr(last, name) for name in Party.__dataclass_fields__ if name != "charges"},
        charges=(*last.charges, reading.section),
    )
    reading.section = None


def _read_party(cells: list[html.HtmlElement], reading: _Reading) -> None:
    lines = [line for line in read_cell(cells[0], court_id=reading.court_id, as_typed=True).lines if _says(line)]
    kind, form, lines = _type_inside(lines)
    if not kind and reading.kind is not None:
        kind, form = reading.kind
        reading.kind = None
    name, beside, details = _named(lines)
    reading.parties.append(
        Party(
            type=kind,
            type_form=form,
            name=name,
            beside=beside,
            details=tuple(details),
            before=tuple(reading.before),
            counsel=_read_counsel(cells[2], reading.court_id) if len(cells) == 3 else None,
        )
    )
    reading.before = []


def _type_of(words: str) -> str:
    """Return a type with the blanks inside it, as clients keep them; they drop those before a number of a defendant."""
    return _NUMBERED.sub(r"\1 ", words.strip())


def _says(line: Text) -> bool:
    """Return whether a line has words, or the place of a name or type without words."""
    return any(run.text.strip() or run.marks in {("b",), ("i", "b")} for run in line)


def _type_inside(lines: list[Text]) -> tuple[str, TypeForm, list[Text]]:
    """Return the type that stands above the name in the same cell, and the lines below it."""
    words = []
    dashed = False
    form = TypeForm.ROW
    while lines and all(_is_of_type(run) for run in lines[0]):
        line = "".join(run.text for run in lines.pop(0))
        dashed = dashed or bool(_DASHES.search(line))
        words.append(_DASHES.sub("", line).strip())
        form = TypeForm.DASHED_CELL if dashed else TypeForm.CELL
    return _type_of(" ".join(word for word in words if word)), form, lines


def _is_of_type(run: Run) -> bool:
    """Return whether a run may belong to the type: in italics and bold, or blank. An empty name is bold alone."""
    return ({"i", "b"} <= set(run.marks) and run.marks[0] == "i") if run.text.strip() else run.marks != ("b",)


def _named(lines: list[Text]) -> tuple[Text, Text, list[Text]]:
    """Return the name (the first bold stretch), what stands beside it, and the lines below."""
    for index, line in enumerate(lines):
        if line[0].marks[:1] == ("b",):
            length = next((i for i, run in enumerate(line) if run.marks[:1] != ("b",)), len(line))
            name = tuple(Run(run.text, run.marks[1:], run.link) for run in line[:length])
            return name, line[length:], lines[:index] + lines[index + 1 :]
    return (), (), lines


def _read_counsel(cell: html.HtmlElement, court_id: str) -> tuple[Counsel, ...]:
    counsel: list[Counsel] = []
    for line in read_cell(cell, court_id=court_id).lines:
        if line[0].marks[:1] == ("b",):
            length = next((i for i, run in enumerate(line) if run.marks[:1] != ("b",)), len(line))
            counsel.append(Counsel(name=plain(line[:length]), beside=line[length:]))
        elif counsel and (plain(line) or any("i" in run.marks for run in line)):  # clients count empty roles too
            last = counsel.pop()
            counsel.append(Counsel(name=last.name, beside=last.beside, lines=(*last.lines, line)))
    if counsel and _ends_bare(cell):
        counsel[-1] = Counsel(name=counsel[-1].name, bare=True)
    return tuple(counsel)


def _ends_bare(cell: html.HtmlElement) -> bool:
    """Return whether nothing at all follows the last name, so that clients overlook it."""
    names = cell.xpath(".//b[not(ancestor::i)]")
    return bool(names) and not names[-1].tail and names[-1].getnext() is None
