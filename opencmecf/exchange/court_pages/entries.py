"""The docket tables of district and bankruptcy pages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import html

from opencmecf.court.docket.reading import parse_date
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.text import Link, Run, Text, plain
from opencmecf.exchange.court_pages.errors import Damaged
from opencmecf.exchange.court_pages.header import cells_of, rows_of
from opencmecf.exchange.court_pages.inline import breakable, read_text, stripped
from opencmecf.exchange.court_pages.tree import words_of
from opencmecf.foundation.reference.courts import court

_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})")
_ENTERED = re.compile(
    r"(?P<text>.*?)(?: |^)\(Entered: (?P<date>\d\d/\d\d/\d{4})(?: at (?P<time>\d\d:\d\d:\d\d))?\)", re.DOTALL
)
_TEXT_HEADING = "Docket Text"
_COUNT_IN_TEXT = re.compile(r"\s*(?P<number>\d+)\s+(?P<note>\(\d+\s+pgs?(?:;\s*\d+\s+docs?)?\))?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocketTable:
    """The docket: its column headings and rows, over however many tables the court spread it."""

    columns: tuple[str, ...]
    blank_first_row: bool
    rows: tuple[html.HtmlElement, ...]


def is_docket_table(table: html.HtmlElement) -> bool:
    """Return whether the table is headed "… | # | Docket Text"."""
    return any(_is_heading(row) for row in rows_of(table)[:3])


def docket_table(tables: list[html.HtmlElement]) -> DocketTable:
    """Return the docket that these tables hold; the first has the headings, the others go on."""
    rows = [row for table in tables for row in rows_of(table)]
    heading = next(index for index, row in enumerate(rows) if _is_heading(row))
    columns = tuple(
        re.sub(r"\s+", " ", cell.text_content()) for cell in cells_of(rows[heading]) if not _is_chooser(cell)
    )
    below = tuple(rows[heading + 1 :])
    if len(columns) == 2 and any(len(cells_of(row)) > 2 for row in below):
        columns = (columns[0], "", columns[1])  # numbers without a heading
    if len(columns) == 3 and below and all(len(cells_of(row)) == 2 for row in below):
        columns = (columns[0], f"{columns[1]} {columns[2]}")
    return DocketTable(columns, heading > 0, below)


def read_entries(docket: DocketTable, *, court_id: str, several: bool) -> Iterator[Entry]:
    """Yield the entries in order; `several` pages have a column of checkboxes and tables of documents."""
    entry: Entry | None = None
    for row in docket.rows:
        cells = _without_chooser(row, several=several)
        if not cells or _is_heading(row):
            continue
        if several and entry is not None and not words_of(cells[0]) and cells[-1].xpath("./table"):
            entry = replace(entry, attachments=tuple(_attachments(cells[-1], court_id)))
            continue
        if not words_of(row):
            continue
        if entry is not None:
            yield entry
        entry = _entry(row, cells, court_id, merged=len(docket.columns) == 2 or len(cells) == 2)
    if entry is not None:
        yield entry


def read_date(printed: str) -> dt.date | None:
    """Return a date printed as mm/dd/yyyy or mm/dd/yy; None for nothing. Raises Damaged."""
    words = printed.replace("\u00a0", " ").strip()
    if not words:
        return None
    found = parse_date(words) if _DATE.fullmatch(words) else None
    if found is None:
        raise Damaged("A docket entry has no readable date.")
    return found


def split_entered(text: Text) -> tuple[Text, dt.date | None, str]:
    """Return the text without its closing "(Entered: …)", and the date and time that stood there."""
    if not text or text[-1].marks or text[-1].link is not None:
        return text, None, ""
    last = text[-1].text
    match = _ENTERED.fullmatch(last)
    if not match:
        return text, None, ""
    try:
        entered = dt.datetime.strptime(match["date"], "%m/%d/%Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return text, None, ""
    rest = match["text"]
    return (*text[:-1], Run(rest)) if rest else text[:-1], entered, match["time"] or ""


def linked_case_id(entries: tuple[Entry, ...]) -> str:
    """Return the case to which most of the entries' links belong; "" when they name none."""
    linked = Counter(entry.link.case_id for entry in entries if entry.link and entry.link.case_id.strip("0"))
    return linked.most_common(1)[0][0] if linked else ""


def _is_heading(row: html.HtmlElement) -> bool:
    words = [words_of(cell) for cell in cells_of(row)]
    return any(one.endswith(_TEXT_HEADING) and len(one) < 20 for one in words) and not _DATE.match(words[0])


def _is_chooser(cell: html.HtmlElement) -> bool:
    """Return whether the heading is the "Select all / clear" above the checkboxes."""
    return bool(cell.xpath(".//small")) or words_of(cell).lower().startswith("select")


def _without_chooser(row: html.HtmlElement, *, several: bool) -> list[html.HtmlElement]:
    """Return the row's cells without the one for a checkbox, whether it holds one or, for a sealed document, none."""
    cells = list(row.xpath("./td[not(./input)]"))
    if several and len(cells) == 4 and not words_of(cells[2]):
        del cells[2]
    if several and len(cells) == 5:
        del cells[3]
    return cells


def _entry(row: html.HtmlElement, cells: list[html.HtmlElement], court_id: str, *, merged: bool) -> Entry:
    if len(cells) < 2:
        raise Damaged("A row of the docket lacks its text.")
    beside: Text = ()
    if len(cells) == 4:  # an empty column before the number, or an icon in it
        beside = read_text(cells.pop(1), court_id=court_id)
    if len(cells) > 2 or not merged:
        number, link, note = _number(read_text(cells[1], court_id=court_id))
        text = read_text(cells[-1], court_id=court_id)
    else:
        number, link, note, text = _number_in_text(read_text(cells[1], court_id=court_id))
    text, entered, time = split_entered(text)
    box = row.xpath("./td/input[@type='checkbox' or @name='arr_de_seq_nums']")
    return Entry(
        text=text,
        date_filed=read_date(cells[0].text_content()),
        number=number,
        link=link,
        note=beside + note if plain(beside) else note,
        date_entered=entered,
        time_entered=time,
        de_seq_num=_sequence(box[0]) if box else "",
        size=words_of(box[0].getparent()) if box else "",
        checkbox=str(box[0].get("name") or "") if box else "",
    )


def _sequence(box: html.HtmlElement) -> str:
    """Return the sequence number of a checkbox: its value, or what follows the case in "560001_15"."""
    return str(box.get("value") or "").rpartition("_")[2]


def _number(cell: Text) -> tuple[str | None, Link | None, Text]:
    """Return number, link and what else the cell says, such as "(3 pgs; 2 docs)"."""
    words = " ".join(run.text for run in cell).split()  # a note may follow the link without a blank
    if not words:
        return None, None, ()
    number = words[0]
    link = next((run.link for run in cell if run.link and run.text.strip() == number), None)
    return number, link, _after(cell, number)


def _after(cell: Text, number: str) -> Text:
    """Return the cell's text after the number."""
    runs = list(cell)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    first = runs.pop(0)
    rest = first.text.lstrip().removeprefix(number)
    if rest.strip():
        runs.insert(0, Run(rest, first.marks, first.link if rest == first.text else None))
    return stripped(breakable(tuple(runs)))


def _number_in_text(cell: Text) -> tuple[str | None, Link | None, Text, Text]:
    """Return number, link, note and text of a cell that holds them all, as one bankruptcy court prints them."""
    words = plain(cell).split()
    if not words or not words[0].isdigit():
        return None, None, (), cell
    number, link, rest = _number(cell)
    if rest and not rest[0].marks and rest[0].link is None:
        counted = _COUNT_IN_TEXT.match(f"{number} {rest[0].text.lstrip()}")
        note = counted["note"] if counted else None
        if note:
            remaining = rest[0].text.lstrip()[len(note) :].lstrip()
            return number, link, (Run(note),), (Run(remaining), *rest[1:])
        rest = (Run(rest[0].text.lstrip()), *rest[1:])
    return number, link, (), rest


def _attachments(cell: html.HtmlElement, court_id: str) -> Iterator[Attachment]:
    for row in cell.xpath("./table//tr"):
        cells = cells_of(row)
        words = [words_of(item) for item in cells]
        number = next((word for word in words if word.isdigit()), None)
        if number is None:
            continue
        at = words.index(number)
        yield _attachment(row, int(number), words[at + 1 :], court_id)


def _attachment(row: html.HtmlElement, number: int, words: list[str], court_id: str) -> Attachment:
    """Return one row: a checkbox whose value or id tells document, bytes and pages; description, pages, size."""
    box = next(iter(row.xpath(".//input[@name]")), None)
    suffix, size, pages = _box(box)
    printed = next((word for word in words if re.fullmatch(r"\d+ pages?", word)), None)
    last = words[-1] if words else ""
    return Attachment(
        number=number,
        description=words[0] if words else "",
        document_id=f"{court(court_id).document_prefix}0{suffix}" if suffix else "",
        pages=pages or (int(printed.split()[0]) if printed else None),
        bytes=size,
        size=last if re.search(r"[km]b", last, re.IGNORECASE) else "",
    )


def _box(box: html.HtmlElement | None) -> tuple[str, int | None, int | None]:
    if box is None:
        return "", None, None
    value = str(box.get("value") or "")
    if box.get("name") == "download_documents":
        parts = str(box.get("id") or "").removeprefix("arr_de_seq_nums_").split("_")
        return value, int(parts[1]) if len(parts) == 2 and parts[1].isdigit() else None, None
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return "", None, None
    return parts[0], int(parts[1]) or None, int(parts[2]) or None
