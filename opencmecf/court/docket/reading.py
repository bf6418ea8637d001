"""What a docket sheet's lines mean: dates, judges, roles, counts, attachments.

Everything here is derived; the sheet keeps the words as the court printed them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from opencmecf.court.docket.sheet import Charge, Counsel, DocketSheet, Entry, Fact, Party
from opencmecf.court.docket.text import Link, Run, Text, plain
from opencmecf.foundation.reference.court_kind import CourtKind

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_TERMINATED = re.compile(r"terminated:\s*([\d/]+)", re.IGNORECASE)
_LEFT_THE_CASE = "TERMINATED"
_ENTERED = re.compile(r"Entered:\s+([\d/]+)")
_CITY = re.compile(r"\(([^()]+)\)\s*$")
_CHAPTER = re.compile(r"Chapter (\d+)$")
_PAGES = re.compile(r"(\d+)\s+pgs?\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_BAR_NUMBER = re.compile(r"\bbar\s*(?:number|no|num|id|roll)?\b[.:#\s]*((?:[A-Z]{1,3}[- ]?)?\d[\w-]*)", re.IGNORECASE)
_ATTACHMENTS = re.compile(r"Attachments?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAttachment:
    """An attachment as the docket text names it: "(Attachments: # 1 Exhibit A)"."""

    number: int
    description: str
    link: Link | None


def parse_date(printed: str) -> dt.date | None:
    """Return the first date in the words, mm/dd/yyyy or mm/dd/yy; None where none is."""
    match = _DATE.search(printed)
    if not match:
        return None
    month, day, year = (int(part) for part in match.groups())
    if year < 100:
        year += 2000 if year < 69 else 1900
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def fact(sheet: DocketSheet, *labels: str) -> str:
    """Return the value of the first header line with one of these labels, without regard to case; "" for none."""
    wanted = {label.lower() for label in labels}
    lines = (*sheet.left, *sheet.right)
    return next((plain(line.value) for line in lines if line.label.strip().lower() in wanted), "")


def facts(sheet: DocketSheet, pattern: str) -> list[Fact]:
    """Return the header lines whose label matches, such as "(lead|member|relate).*case"."""
    return [line for line in (*sheet.left, *sheet.right) if re.search(pattern, line.label, re.IGNORECASE)]


def caption(sheet: DocketSheet) -> str:
    """Return the raw caption; in bankruptcy the first debtor or the lead case's title, in appeals the short caption."""
    if sheet.caption:
        return sheet.caption
    if sheet.kind is CourtKind.APPELLATE:
        return _short_caption(sheet)
    debtors = (party for party in sheet.parties or () if party.type.lower().startswith("debtor"))
    debtor = next(debtors, None)
    return plain(debtor.name) if debtor else fact(sheet, "Lead BK Title")


def city(sheet: DocketSheet) -> str:
    """Return the office's city, which stands in parentheses above the case number; "" when it does not."""
    match = _CITY.search(sheet.title[-1]) if sheet.title else None
    return match[1] if match else ""


def date_filed(sheet: DocketSheet) -> dt.date | None:
    """Return the date on which the case was filed, in appeals docketed."""
    return parse_date(_labelled(sheet, "Date Filed", "Docketed"))


def date_terminated(sheet: DocketSheet) -> dt.date | None:
    """Return the date on which the case was closed; None while it is open."""
    return parse_date(_labelled(sheet, "Date Terminated", "Termed"))


def assigned_to(sheet: DocketSheet) -> str:
    """Return the judge with title; in criminal cases the one above the defendant."""
    return fact(sheet, "Assigned to") or _above_parties(sheet, "Assigned to:")


def referred_to(sheet: DocketSheet) -> str:
    """Return the magistrate judge with title."""
    return fact(sheet, "Referred to") or _above_parties(sheet, "Referred to:")


def nature_of_suit(sheet: DocketSheet) -> str:
    """Return code and words: "440 Civil Rights: Other"; several of an adversary proceeding are joined by "; "."""
    rows = [block.rows for block in sheet.blocks if block.name.startswith("Nature")]
    if rows:
        return "; ".join(" ".join(plain(cell) for cell in row[2:] if plain(cell)) for row in rows[0])
    return _labelled(sheet, "Nature of Suit")


def chapter(sheet: DocketSheet) -> str:
    """Return the chapter of a bankruptcy case ("7"); of an adversary proceeding, the lead case's."""
    lines = (_CHAPTER.match(plain(line.value)) for line in sheet.left if not line.label)
    match = next((line for line in lines if line), None)
    return match[1] if match else fact(sheet, "Lead BK Chapter")


def party_date_terminated(party: Party) -> dt.date | None:
    """Return the date on which the party left the case."""
    lines = "\n".join(plain(line) for line in (party.beside, *party.details))
    match = _TERMINATED.search(lines)
    return parse_date(match[1]) if match else None


def counsel_roles(counsel: Counsel) -> list[str]:
    """Return the roles ("LEAD ATTORNEY", "TERMINATED: 12/10/2009", "[COR LD NTC Retained]") in order."""
    return [plain(line) for line in counsel.lines if _is_role(line)]


def has_left(roles: Iterable[str]) -> bool:
    """Return whether the roles of an attorney below a party say that the attorney represents it no longer."""
    return any(role.upper().startswith(_LEFT_THE_CASE) for role in roles)


def counsel_contact(counsel: Counsel) -> list[str]:
    """Return address, telephone and e-mail, line by line, or "(See above for address)"."""
    return [plain(line) for line in counsel.lines if not _is_role(line)]


def counsel_email(counsel: Counsel) -> str:
    """Return the first e-mail address below an attorney's name, in small letters; "" for none."""
    found = _EMAIL.search("\n".join(counsel_contact(counsel)))
    return found[0].lower() if found else ""


def counsel_bar_number(counsel: Counsel) -> str:
    """Return the bar number below an attorney's name ("Bar Number: 512584"); "" for none."""
    found = _BAR_NUMBER.search("\n".join(counsel_contact(counsel)))
    return found[1] if found else ""


def charges(party: Party, heading: str) -> list[Charge]:
    """Return the counts below a heading such as "Pending Counts"; the row that says "None" is none."""
    rows = (row for section in party.charges if section.heading.lower() == heading.lower() for row in section.rows)
    return [row for row in rows if plain(row.text) != "None"]


def date_entered(entry: Entry) -> dt.date | None:
    """Return the date of entry, also where it does not close the docket text."""
    if entry.date_entered is not None:
        return entry.date_entered
    match = _ENTERED.search(plain(entry.text))
    return parse_date(match[1]) if match else None


def page_count(entry: Entry) -> int | None:
    """Return the pages of the entry's main document where the sheet shows them."""
    main = next((document for document in entry.attachments if document.number == 0), None)
    if main is not None:
        return main.pages
    match = _PAGES.search(plain(entry.note)) or re.match(r"(\d+) pg\b", plain(entry.note))
    return int(match[1]) if match else None


def attachments_named(entry: Entry) -> list[NamedAttachment]:
    """Return the attachments that the docket text lists, with their links.

    They stand as "(Attachments: # 1 Exhibit A, # 2 Exhibit B)"; the number is the link, when there is one.
    """
    runs = _from_attachments(entry.text)
    found: list[NamedAttachment] = []
    for number, description, link in _numbered(runs):
        if found and number != found[-1].number + 1:
            break
        found.append(NamedAttachment(number=number, description=description, link=link))
    return found


def _labelled(sheet: DocketSheet, *labels: str) -> str:
    return fact(sheet, *labels) if sheet.kind is not CourtKind.APPELLATE else _in_blocks(sheet, labels)


def _in_blocks(sheet: DocketSheet, labels: Iterable[str]) -> str:
    """Return what follows one of these bold labels in the first section of an appellate docket."""
    wanted = tuple(label.lower() for label in labels)
    stub = next((block for block in sheet.blocks if block.name == "Case Stub"), None)
    for cell in (cell for row in (stub.rows if stub else ()) for cell in row):
        for index, run in enumerate(cell[:-1]):
            if run.marks and run.text.strip().rstrip(":").lower() in wanted:
                return " ".join(cell[index + 1].text.split())
    return ""


def _short_caption(sheet: DocketSheet) -> str:
    stub = next((block for block in sheet.blocks if block.name == "Case Stub"), None)
    cells = (cell for row in (stub.rows if stub else ()) for cell in row)
    return next((plain(cell) for cell in cells if plain(cell) and not any(run.marks for run in cell)), "")


def _above_parties(sheet: DocketSheet, label: str) -> str:
    lines = (plain(line) for party in sheet.parties or () for line in party.before)
    return next((line.removeprefix(label).strip() for line in lines if line.startswith(label)), "")


def _is_role(line: Text) -> bool:
    said = [run for run in line if run.text.strip()]
    if said and said[0].text.startswith("[") and plain(line).endswith("]"):
        return True
    return bool(said) and all("i" in run.marks for run in said)


def _from_attachments(text: Text) -> list[Run]:
    """Return the runs after the last "Attachments:" of a docket text."""
    for index in range(len(text) - 1, -1, -1):
        matches = list(_ATTACHMENTS.finditer(text[index].text))
        if matches:
            run = text[index]
            return [Run(run.text[matches[-1].end() :], run.marks, run.link), *text[index + 1 :]]
    return []


def _numbered(runs: list[Run]) -> Iterable[tuple[int, str, Link | None]]:
    """Yield number, description and link for each "# 1 Exhibit A" of the runs."""
    number, link, words = None, None, ""
    for run in runs:
        if run.link is not None and run.link.leads_to_document and run.text.strip().isdigit():
            if number is not None:
                yield number, _description(words), link
            number, link, words = int(run.text.strip()), run.link, ""
            continue
        for part in re.split(r"(#\s*\d+\s)", run.text):
            unlinked = re.fullmatch(r"#\s*(\d+)\s", part)
            if unlinked:
                if number is not None:
                    yield number, _description(words), link
                number, link, words = int(unlinked[1]), None, ""
            else:
                words += part
    if number is not None:
        yield number, _description(words, last=True), link


def _description(words: str, *, last: bool = False) -> str:
    """Return a description without the signs that part it from the next, or from what follows the list."""
    text = words.split(")(", maxsplit=1)[0] if last else words
    text = text.strip().rstrip("#").rstrip().rstrip(",").strip()
    while last and text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip()
    return text
