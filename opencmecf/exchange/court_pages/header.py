"""The head of a docket page: title, flags, caption and the two columns of facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

from opencmecf.court.docket.case_number import find_case_number
from opencmecf.court.docket.sheet import Block, Fact
from opencmecf.court.docket.text import Run, Text, plain
from opencmecf.exchange.court_pages.inline import breakable, read_cell, read_text, stripped
from opencmecf.exchange.court_pages.tree import words_of

_LABEL = re.compile(r"([A-Z][^:()\d]{1,60}):(?: |$)")
_DATE_FILED = re.compile(r"date filed:|filed date:", re.IGNORECASE)
_NO_CAPTION = re.compile(r"(assigned to|referred to|cause|demand|date filed|panel|lead (case|docket)):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """The lines above a docket sheet; `element` is where they stand."""

    lines: tuple[str, ...]
    case_label: str
    case_number: str
    element: html.HtmlElement


@dataclass(frozen=True, slots=True)
class Head:
    """Caption and columns of the header table."""

    caption: str
    caption_label: str
    blank_above_caption: bool
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]


def read_title(tree: html.HtmlElement) -> Title | None:
    """Return the title with the case number: an h3 in district courts, centred big type in bankruptcy courts."""
    for element in tree.xpath("//h3 | //center//font"):
        lines = [" ".join(plain(line).split()) for line in read_cell(element, court_id="").lines]
        for index in range(len(lines) - 1, -1, -1):
            found = find_case_number(lines[index])
            if found and not lines[index].startswith("PACER"):
                return Title(tuple(lines[:index]), *found, element)
    return None


def read_flags(table: html.HtmlElement) -> tuple[str, ...]:
    """Return the flags that a table above the title lists."""
    words = (flag.strip() for flag in words_of(table).split(","))
    return tuple(flag for flag in words if flag)


def is_header(table: html.HtmlElement) -> bool:
    """Return whether this outermost table is the case header: one of its cells says "Date Filed:"."""
    return any(_DATE_FILED.search(words_of(cell)) for cell in table.xpath(".//td")) and not table.xpath(".//center")


def read_head(table: html.HtmlElement, *, court_id: str, captioned: bool) -> Head:
    """Return the facts of the header table; `captioned` courts print the caption as its first line."""
    columns: list[list[Fact]] = [[], []]
    for row in rows_of(table):
        for index, cell in enumerate(cells_of(row)):
            columns[min(index, 1)].extend(_facts(cell, court_id))
    left, right = columns
    caption, label = "", ""
    if captioned and left and not _NO_CAPTION.match(_whole(left[0])):
        first = left.pop(0)
        label = first.label if first.label.lower() == "case title" else ""
        caption = plain(first.value) if label else _whole(first)
    return Head(caption, label, captioned and _begins_blank(table), tuple(left), tuple(right))


def _begins_blank(table: html.HtmlElement) -> bool:
    """Return whether the first line of the first cell is white space, so that clients overlook the caption below it."""
    line = ""
    for node in table.xpath("(.//td)[1]//text() | (.//td)[1]//br"):
        if isinstance(node, str):
            line += node
        elif line:
            break
    return line.isspace()


def read_block(table: html.HtmlElement, *, court_id: str) -> Block:
    """Return a further table of the head, row by row; its first label is its name."""
    rows = tuple(tuple(read_text(cell, court_id=court_id) for cell in cells_of(row)) for row in rows_of(table))
    name = next((plain(cell) for row in rows for cell in row if plain(cell)), "")
    return Block(name=name.rstrip(":"), rows=rows)


def rows_of(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the table's own rows, without those of tables inside."""
    return list(table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"))


def cells_of(row: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the row's own cells."""
    return list(row.xpath("./td | ./th"))


def fact_of(line: Text) -> Fact:
    """Return a line as label and value. A label is set off by a mark and a colon, or begins the line."""
    line = breakable(line)
    first = line[0]
    if first.marks in {("b",), ("i",)} and first.text.rstrip().endswith(":"):
        return Fact(label=first.text.strip()[:-1], value=stripped(line[1:]), mark=first.marks[0])
    label = _LABEL.match(first.text) if not first.marks and first.link is None else None
    if label:
        rest = first.text[label.end() :]
        return Fact(label=label[1], value=stripped(((Run(rest),) if rest else ()) + line[1:]))
    return Fact(value=stripped(line))


def _facts(cell: html.HtmlElement, court_id: str) -> list[Fact]:
    facts: list[Fact] = []
    for part in read_cell(cell, court_id=court_id).parts:
        if isinstance(part, tuple):
            facts.extend([fact_of(part)] if plain(part) else [])
        else:
            facts.extend(_listed(part, court_id))
    return facts


def _listed(table: html.HtmlElement, court_id: str) -> list[Fact]:
    """Return the facts of a table in a column: label in the first cell, values in the second, more below."""
    facts: list[Fact] = []
    for row in rows_of(table):
        cells = [stripped(breakable(read_text(cell, court_id=court_id))) for cell in cells_of(row)]
        if not any(plain(cell) for cell in cells):
            continue
        label, value = (cells[0], cells[1]) if len(cells) > 1 else ((), cells[0])
        if plain(label) or not facts:
            mark = label[0].marks[0] if label and label[0].marks in {("b",), ("i",)} else ""
            facts.append(Fact(label=plain(label).removesuffix(":"), value=value, mark=mark, listed=True))
        else:
            last = facts.pop()
            facts.append(
                Fact(label=last.label, value=last.value, more=(*last.more, value), mark=last.mark, listed=True)
            )
    return facts


def _whole(fact: Fact) -> str:
    return f"{fact.label}: {plain(fact.value)}" if fact.label else plain(fact.value)
