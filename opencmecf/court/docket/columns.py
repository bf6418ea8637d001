"""What search wants to know of a docket sheet: dates, judges, codes, associations, attachments named in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opencmecf.court.docket.case_number import case_number_parts
from opencmecf.court.docket.sheet import DocketSheet, Fact, Party
from opencmecf.court.docket.text import Link, Text, plain

_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_TERMINATED = re.compile(r"^TERMINATED:\s*(\d{1,2}/\d{1,2}/\d{4})")
_CHAPTER = re.compile(r"^Chapter (\d{1,2})\b")
_ASSOCIATED = re.compile(r"\b(case|cases|docket)\b", re.IGNORECASE)
_LINKED_CASE = re.compile(r"(?:DktRpt|iquery|qryAscCases|HistDocQry)\.pl\?(?:caseid=)?(\d+)$")
_ATTACHMENTS = re.compile(r"\(Attachments?: ")
_ATTACHMENT = re.compile(r"# *\(?(\d{1,4})\)?[ \n]+(.*?)(?=,? *# *\(?\d|\)*$)", re.DOTALL)

_COLUMNS = {
    "date_filed": ("date filed", "filed date", "docketed"),
    "date_terminated": ("date terminated", "termed"),
    "nature_of_suit": ("nature of suit",),
    "cause": ("cause",),
    "assigned_to": ("assigned to",),
    "referred_to": ("referred to",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """One value of the header that names another case."""

    relation: str
    number_core: str
    other_case_id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAttachment:
    """An attachment that the text of an entry names, with the document that its number leads to, if any."""

    number: int
    description: str
    link: Link | None = None


def case_columns(sheet: DocketSheet) -> dict[str, str | dt.date | None]:
    """Return the columns of a case that repeat what its header says; empty or None for what it does not say."""
    facts = {fact.label.lower(): fact for fact in reversed(sheet.left + sheet.right)}
    said = {}
    for column, labels in _COLUMNS.items():
        words = next((plain(facts[label].value) for label in labels if label in facts), "")
        said[column] = first_date(words) if column.startswith("date_") else words
    lines = (plain(fact.value) for fact in sheet.left + sheet.right if not fact.label)
    chapter = next((match[1] for line in lines if (match := _CHAPTER.match(line))), "")
    return {**said, "chapter": chapter, "title": sheet.caption or _debtors(sheet.parties or ())}


def first_date(words: str) -> dt.date | None:
    """Return the first date mm/dd/yyyy in some words; None without one."""
    match = _DATE.search(words)
    if not match:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def date_terminated(party: Party) -> dt.date | None:
    """Return when a party was terminated, as one of its lines says."""
    lines = (plain(line) for line in party.details)
    return next((first_date(match[1]) for line in lines if (match := _TERMINATED.match(line))), None)


def roles_of(lines: Iterable[Text]) -> list[str]:
    """Return the roles among the lines below an attorney: those in italics."""
    return [plain(line) for line in lines if plain(line) and all("i" in run.marks for run in line if run.text.strip())]


def associations(sheet: DocketSheet) -> Iterator[Association]:
    """Yield the header's values that name other cases, in order."""
    for fact in sheet.left + sheet.right:
        for value in (fact.value, *fact.more):
            found = association_of(fact, value)
            if found:
                yield found


def association_of(fact: Fact, value: Text) -> Association | None:
    """Return the other case that a value of a fact names; None when it names none."""
    words = plain(value)
    linked = next((case_id for run in value if run.link and (case_id := linked_case(run.link))), "")
    number = case_number_parts(words) if linked or _ASSOCIATED.search(fact.label) else None
    if number is None and not linked:
        return None
    return Association(
        relation=fact.label, number_core=number.core if number else "", other_case_id=linked, words=words
    )


def linked_case(link: Link) -> str:
    """Return the id of the case that a link leads to; empty for a link elsewhere."""
    match = _LINKED_CASE.search(link.href)
    return match[1] if match else ""


def named_attachments(text: Text) -> list[NamedAttachment]:
    """Return the attachments that a text lists: "(Attachments: # 1 Exhibit A, # 2 Proposed Order)"."""
    whole = "".join(run.text for run in text)
    begin = _ATTACHMENTS.search(whole)
    if not begin:
        return []
    links = list(_linked_places(text))
    found: dict[int, NamedAttachment] = {}
    for match in _ATTACHMENT.finditer(whole, begin.end() - 1, _closing(whole, begin.start())):
        number = int(match[1])
        link = next((link for at, link in links if match.start() < at <= match.start(1) + 1), None)
        description = " ".join(match[2].split()).rstrip(",")
        found.setdefault(number, NamedAttachment(number=number, description=description, link=link))
    return list(found.values())


def _linked_places(text: Text) -> Iterator[tuple[int, Link]]:
    """Yield where each stretch that leads to a document begins."""
    at = 0
    for run in text:
        if run.link is not None and run.link.leads_to_document:
            yield at + len(run.text) - len(run.text.lstrip()), run.link
        at += len(run.text)


def _closing(whole: str, start: int) -> int:
    """Return where the bracket that opens at `start` is closed; the end when it never is."""
    depth = 0
    for at in range(start, len(whole)):
        depth += {"(": 1, ")": -1}.get(whole[at], 0)
        if not depth:
            return at
    return len(whole)


def _debtors(parties: Iterable[Party]) -> str:
    """Return the debtors, or the first party where there is none: how a case without a caption is known."""
    known = [party for party in parties if plain(party.name)]
    debtors = [party for party in known if "debtor" in party.type.lower()] or known[:1]
    return " and ".join(plain(party.name) for party in debtors)
