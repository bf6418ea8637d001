"""Docket sheets of the courts of appeals (the CM/ECF generation, not ACMS).

Their pages are sections that begin with a comment: "NEW SECTION - Case Stub", "… Party/Aty List", "DOCKET ENTRIES".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html

from opencmecf.court.docket.sheet import Attachment, Block, Counsel, DocketSheet, Entry, Party, TypeForm
from opencmecf.court.docket.text import Run, Text, plain
from opencmecf.exchange.court_pages import checks
from opencmecf.exchange.court_pages.entries import linked_case_id, read_date
from opencmecf.exchange.court_pages.errors import Damaged, WrongCourt
from opencmecf.exchange.court_pages.header import cells_of, read_block
from opencmecf.exchange.court_pages.inline import read_cell, read_text
from opencmecf.exchange.court_pages.links import read_link
from opencmecf.exchange.court_pages.tree import words_of
from opencmecf.foundation.reference.courts import Court, courts

_SECTION = re.compile(r"NEW (?:SUB)?SECTION - ([^=]*?)\s*=*\s*$")
_PARTIES = "Party/Aty List"
_ENTRIES = "DOCKET ENTRIES"


def read_sheet(page: str, tree: html.HtmlElement, row: Court) -> DocketSheet:
    """Return the sheet; raises Refused."""
    sections = _sections(tree)
    number = _case_number(tree)
    if "Case Stub" not in sections or not number:
        raise checks.no_docket(tree)
    checks.refuse_cut(page)
    title = _title(tree)
    _refuse_other_court(tree, title, row)
    docket = _docket_rows(tree)
    entries = tuple(_entries(docket, row.id))
    parties = _party_rows(tree)
    before: list[Text] = []
    return DocketSheet(
        court_id=row.id,
        kind=row.kind,
        case_number=number,
        case_label="Court of Appeals Docket #",
        title=title,
        flags=_flags(tree),
        blocks=tuple(_blocks(sections, row.id)),
        parties=tuple(_parties(parties, row.id, before)) if parties is not None else None,
        after_parties=tuple(before),
        notes=tuple(_notes(docket, row.id)),
        columns=("Date", "Document", "Docket Text") if docket is not None else (),
        several_documents=bool(tree.xpath("//input[@value='View Selected']")),
        entries=entries,
        pacer_case_id=linked_case_id(entries),
    )


def _sections(tree: html.HtmlElement) -> dict[str, html.HtmlElement]:
    """Return the comments that begin sections, by the name they give."""
    found = {}
    for comment in tree.iter(etree.Comment):
        name = _SECTION.search(str(comment.text).strip())
        if name:
            found[name[1].strip()] = comment
    return found


def _case_number(tree: html.HtmlElement) -> str:
    for label in tree.xpath("//td/b[contains(., 'Docket #') or contains(., 'Case Number')]"):
        words = " ".join("".join(label.getparent().itertext()).split())
        match = re.search(r"\d\d-\d+", words)
        if match:
            return match[0]
    return ""


def _title(tree: html.HtmlElement) -> tuple[str, ...]:
    bold = tree.xpath("//td/b[contains(., 'Docket') and contains(., 'Court of Appeals')]")
    return tuple(plain(line) for line in read_cell(bold[0], court_id="").lines) if bold else ()


def _flags(tree: html.HtmlElement) -> tuple[str, ...]:
    """Return what stands above the title, at the right."""
    bold = tree.xpath("//td/b[contains(., 'Docket') and contains(., 'Court of Appeals')]/ancestor::table[1]")
    cells = bold[0].xpath(".//tr[1]/td[@align='right']") if bold else []
    words = words_of(cells[0]) if cells else ""
    return tuple(flag.strip() for flag in words.split(",") if flag.strip())


def _refuse_other_court(tree: html.HtmlElement, title: tuple[str, ...], row: Court) -> None:
    names = {court.name.lower(): court.id for court in courts().values() if court.kind is row.kind}
    said = next((names[line.lower()] for line in title if line.lower() in names), row.id)
    if said != row.id:
        raise WrongCourt(f"The page is of {said}, not of {row.id}.")
    numbers = re.findall(r"/docs1/(\d{3})\d+", " ".join(tree.xpath("//tr/td[2]/a/@href")))
    if numbers and numbers.count(row.document_prefix) * 2 < len(numbers):
        raise WrongCourt(f"The documents are those of another court, not of {row.id}.")


def _blocks(sections: dict[str, html.HtmlElement], court_id: str) -> Iterator[Block]:
    """Yield the sections of the case, a block for each table in them."""
    for name, comment in sections.items():
        if name in {_PARTIES, _ENTRIES} or name.startswith("Prior and"):
            continue
        for table in _tables_of(comment):
            block = read_block(table, court_id=court_id)
            yield replace(block, name=name)
        cell = _bare_cell(comment)
        if cell is not None:
            yield Block(name=name, rows=((read_text(cell, court_id=court_id),),))


def _tables_of(comment: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the tables of a section: in the next row, or, after a subsection's or caption's comment, next to it."""
    row = _next_row(comment)
    if row is not None:
        return list(row.xpath("./td[1]/table[not(../comment()[contains(., 'SUBSECTION')])]"))
    return list(comment.xpath("following-sibling::table[1]"))


def _bare_cell(comment: html.HtmlElement) -> html.HtmlElement | None:
    """Return the cell of a section that has no table: the panel."""
    row = _next_row(comment)
    cells = row.xpath("./td[not(.//table)]") if row is not None else []
    return cells[0] if cells else None


def _next_row(comment: html.HtmlElement) -> html.HtmlElement | None:
    """Return the row that follows a comment inside a table, also when it begins the table's body."""
    for element in comment.xpath("following-sibling::*"):
        if element.tag == "tbody":
            rows = element.xpath("./tr")
            return rows[0] if rows else None
        if element.tag == "tr":
            return element
        if element.tag in {"table", "form"}:
            return None
    return None


def _party_rows(tree: html.HtmlElement) -> list[html.HtmlElement] | None:
    tables = tree.xpath(f"//comment()[contains(., '{_PARTIES}')]/following-sibling::table[1]")
    return list(tables[0].xpath(".//table//tr")) if tables else None


def _parties(rows: list[html.HtmlElement], court_id: str, before: list[Text]) -> Iterator[Party]:
    """Yield the parties; `before` holds the lines between them ("v.") that still wait for the next one."""
    for row in rows:
        cells = row.xpath("./td")
        if len(cells) < 2:
            before.extend(line for line in read_cell(row, court_id=court_id).lines if plain(line))
            continue
        lines = _lines(cells[0], court_id, as_typed=True)
        if len(lines) < 2:
            raise Damaged("A party lacks its name or its role.")
        yield Party(
            type="".join(run.text for run in lines[-1]).strip(),
            type_form=TypeForm.BELOW,
            name=lines[0],
            details=tuple(lines[1:-1]),
            before=tuple(before),
            counsel=tuple(_counsel(cells[1], court_id)),
        )
        before.clear()


def _lines(cell: html.HtmlElement, court_id: str, *, as_typed: bool = False) -> list[Text]:
    """Return the lines of a cell, blank ones too."""
    return [part for part in read_cell(cell, court_id=court_id, as_typed=as_typed).parts if isinstance(part, tuple)]


def _counsel(cell: html.HtmlElement, court_id: str) -> Iterator[Counsel]:
    """Yield the attorneys, between whom a blank line stands."""
    group: list[Text] = []
    for line in [*_lines(cell, court_id), ()]:
        if plain(line):
            group.append(line)
        elif group:
            yield Counsel(name=plain(group[0]), lines=tuple(group[1:]))
            group = []


def _docket_rows(tree: html.HtmlElement) -> list[html.HtmlElement] | None:
    comments = tree.xpath(f"//comment()[contains(., '{_ENTRIES}')]")
    if not comments:
        return None
    holders = comments[0].xpath("following-sibling::*[self::table or self::form]")
    return [row for holder in holders for row in holder.xpath(".//tr[not(ancestor::center)]")]


def _notes(rows: list[html.HtmlElement] | None, court_id: str) -> Iterator[Text]:
    for row in rows or ():
        if words_of(row).startswith("No docket entries found") and not row.xpath(".//table"):
            yield read_text(row, court_id=court_id)


def _entries(rows: list[html.HtmlElement] | None, court_id: str) -> Iterator[Entry]:
    entry: Entry | None = None
    for row in rows or ():
        cells = row.xpath("./td")
        if len(cells) < 3 or row.xpath("ancestor::td/preceding-sibling::td"):
            continue
        if not words_of(cells[0]):
            if entry is not None and cells[2].xpath(".//table"):
                entry = replace(entry, attachments=tuple(_attachments(cells[2])))
            continue
        if entry is not None:
            yield entry
        entry = _entry(cells, court_id)
    if entry is not None:
        yield entry


def _entry(cells: list[html.HtmlElement], court_id: str) -> Entry:
    boxes = cells[1].xpath(".//input")
    document = next((run for run in _linked(cells[1], court_id)), None)
    text = read_text(cells[1], court_id=court_id)
    number, note = _number(text)
    return Entry(
        text=read_text(cells[2], court_id=court_id),
        date_filed=read_date(cells[0].text_content()),
        number=number,
        link=document.link if document else None,
        note=_trim(note),
        checkbox=str(boxes[0].get("name") or "d") if boxes else "",
        de_seq_num=str(boxes[0].get("value") or "") if boxes else "",
    )


def _number(cell: Text) -> tuple[str | None, Text]:
    """Return the number, in a line of its own whether it leads anywhere or not, and what else the cell says."""
    number: str | None = None
    note: list[Run] = []
    for run in cell:
        leads = run.link is not None and run.link.leads_to_document
        for line in run.text.split("\n"):
            said = line.strip()
            if number is None and said.isdigit() and "small" not in run.marks:
                number = said
            elif said and said != number and not leads:
                note.append(Run(line, run.marks, run.link))
    return number, tuple(note)


def _linked(cell: html.HtmlElement, court_id: str) -> Iterator[Run]:
    for anchor in cell.xpath(".//a[@href]"):
        link = read_link(anchor, court_id)
        if link is not None and link.leads_to_document:
            yield Run(words_of(anchor), (), link)


def _trim(note: Text) -> Text:
    return (Run(plain(note)),) if plain(note) else ()


def _attachments(cell: html.HtmlElement) -> Iterator[Attachment]:
    """Yield the documents of an entry.

    A row is a checkbox of the value "sequence document pages bytes", number, link, description, pages, size.
    """
    for row in cell.xpath("./table//tr//tr")[1:]:
        cells = cells_of(row)
        words = [words_of(item) for item in cells]
        number = next((word for word in words if word.isdigit()), None)
        if number is None:
            continue
        values = (row.xpath("string(.//input/@value)").split() + [""] * 4)[:4]
        document = re.search(r"/docs1/(\d+)", row.xpath("string(.//a/@href)"))
        yield Attachment(
            number=int(number),
            description=words[3] if len(words) > 3 else "",
            document_id=document[1] if document else "",
            pages=int(values[2]) if values[2].isdigit() else None,
            bytes=int(values[3]) if values[3].isdigit() else None,
            size=words[-1] if re.search(r"[km]b", words[-1], re.IGNORECASE) else "",
            de_seq_num=values[0],
        )
