"""A court's docket sheet, as saved from CM/ECF, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

from opencmecf.court.docket.sheet import Block, DocketSheet, Entry
from opencmecf.court.docket.text import Text
from opencmecf.exchange.court_pages import appellate, checks
from opencmecf.exchange.court_pages.entries import docket_table, is_docket_table, linked_case_id, read_entries
from opencmecf.exchange.court_pages.header import is_header, read_block, read_flags, read_head, read_title
from opencmecf.exchange.court_pages.inline import read_cell
from opencmecf.exchange.court_pages.parties import is_party_table, read_parties
from opencmecf.exchange.court_pages.tree import decode, tree_of, words_of
from opencmecf.foundation.reference.court_kind import CourtKind
from opencmecf.foundation.reference.courts import court

_COOKIE_CASE = re.compile(r"CASE_NUM=[^(;]*\((\d+)\)")
_LINKED_CASE = re.compile(r"(?:qryAscCases\.pl\?|SearchClaims\.pl\?caseid=|show_multidocs\.pl\?caseid=)(\d+)")
_FOOT = "Total file ?size of selected documents|Footer format:|PACER Service Center"


@dataclass
class _Tables:
    """The outermost tables of a page, sorted by what they hold."""

    flags: list[html.HtmlElement]
    header: html.HtmlElement | None
    parties: list[html.HtmlElement]
    blocks: list[html.HtmlElement]
    docket: list[html.HtmlElement]


def read_docket(page: bytes | str, court_id: str) -> DocketSheet:
    """Return the docket sheet that a saved page of this court holds.

    Raises NotADocket, WrongCourt or Damaged (all of them Refused) with a reason for the person who brought the page,
    and KeyError for a court that does not exist.
    """
    row = court(court_id)
    text = decode(page)
    checks.refuse_altered(text)
    tree = tree_of(text)
    if row.kind is CourtKind.APPELLATE:
        return appellate.read_sheet(text, tree, row)
    title = read_title(tree)
    tables = _sorted(tree, title.element if title else None)
    if title is None or tables.header is None:
        raise checks.no_docket(tree)
    checks.refuse_cut(text)
    if not tables.docket:
        checks.refuse_message(tree)
    checks.refuse_other_court(tree, " ".join((*title.lines, title.case_label)) if title.lines else "", row)
    head = read_head(tables.header, court_id=court_id, captioned=row.kind.system is CourtKind.DISTRICT)
    parties, after = read_parties(tables.parties, court_id=court_id)
    several = bool(tree.xpath("//form[@name='view_multi_docs']"))
    docket = docket_table(tables.docket) if tables.docket else None
    entries = tuple(read_entries(docket, court_id=court_id, several=several)) if docket else ()
    return DocketSheet(
        court_id=court_id,
        kind=row.kind,
        case_number=title.case_number,
        case_label=title.case_label,
        title=title.lines,
        flags=tuple(flag for table in tables.flags for flag in read_flags(table)),
        caption=head.caption,
        caption_label=head.caption_label,
        blank_above_caption=head.blank_above_caption,
        left=head.left,
        right=head.right,
        blocks=_blocks(tables.blocks, court_id),
        parties=parties if tables.parties else None,
        after_parties=after,
        notes=_notes(tables.header, court_id),
        columns=docket.columns if docket else (),
        blank_first_row=docket.blank_first_row if docket else False,
        several_documents=several,
        entries=entries,
        pacer_case_id=_case_id(text, entries),
    )


def _sorted(tree: html.HtmlElement, title: html.HtmlElement | None) -> _Tables:
    found = _Tables([], None, [], [], [])
    if title is None:
        return found
    above = set(title.xpath("preceding::table | ancestor::table"))
    for table in tree.xpath("//table[not(ancestor::table)]"):
        if table in above:
            found.flags.extend([table] if _is_in_content(table) else [])
        elif found.header is None:
            found.header = table if is_header(table) else None
        elif is_docket_table(table):
            found.docket.append(table)
        elif re.search(_FOOT, table.text_content()) or _is_centred(table, found.header):
            continue
        elif found.docket:
            found.docket.extend([table] if _goes_on(table) else [])
        else:
            (found.parties if is_party_table(table) else found.blocks).append(table)
    return found


def _is_in_content(table: html.HtmlElement) -> bool:
    """Return whether a table above the title belongs to the sheet, and not to the menu: flags stand at the right."""
    if not table.xpath(".//td[translate(@align, 'RIGHT', 'right') = 'right']"):
        return False
    whole = table.getroottree().xpath("//*[@id='cmecfMainContent']")
    return not whole or bool(table.xpath("ancestor::*[@id='cmecfMainContent']"))


def _is_centred(table: html.HtmlElement, header: html.HtmlElement) -> bool:
    """Return whether a table is centred apart from the header, as receipts are; a title may leave its center open."""
    return not set(table.xpath("ancestor::center")) <= set(header.xpath("ancestor::center"))


def _goes_on(table: html.HtmlElement) -> bool:
    """Return whether a table below the docket continues it, as old pages do without headings."""
    return bool(re.match(r"\s*\d{1,2}/\d{1,2}/\d{2,4}", table.text_content()))


def _blocks(tables: list[html.HtmlElement], court_id: str) -> tuple[Block, ...]:
    return tuple(read_block(table, court_id=court_id) for table in tables if words_of(table))


def _notes(header: html.HtmlElement, court_id: str) -> tuple[Text, ...]:
    """Return the lines that stand in no table between the header and the receipt."""
    lines: list[Text] = []
    for element in header.xpath("following-sibling::*[not(self::table or self::center or self::form or self::input)]"):
        lines.extend(_loose_lines(element, court_id))
    for element in header.xpath("following-sibling::form/*[not(self::table or self::center or self::input)]"):
        lines.extend(_loose_lines(element, court_id))
    return tuple(lines)


def _loose_lines(element: html.HtmlElement, court_id: str) -> list[Text]:
    silent = element.tag in {"hr", "br"} or element.get("id") == "file_too_big"
    if not isinstance(element.tag, str) or silent or element.xpath(".//table"):
        return []
    return [line for line in read_cell(element, court_id=court_id).lines if any(run.text.strip() for run in line)]


def _case_id(text: str, entries: tuple[Entry, ...]) -> str:
    """Return the court's own number of the case, from the documents' links, the page's cookie or a link beside."""
    linked = linked_case_id(entries)
    if linked:
        return linked
    match = _COOKIE_CASE.search(text) or _LINKED_CASE.search(text)
    return match[1] if match else ""
