"""Plain values of a docket sheet as rows of the database, and rows as plain values again, without loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from opencmecf.court.cases.index_names import index_name
from opencmecf.court.cases.models import (
    Appearance,
    Association,
    Case,
    Count,
    CountSection,
    HeaderBlock,
    HeaderFact,
)
from opencmecf.court.cases.models import Party as PartyRow
from opencmecf.court.docket import columns, reading
from opencmecf.court.docket.case_number import CaseNumber, case_number_parts
from opencmecf.court.docket.json_form import entry_from_data, entry_to_data, from_data, to_data
from opencmecf.court.docket.models import Docket, DocketEntry
from opencmecf.court.docket.sheet import (
    Block,
    Charge,
    ChargeSection,
    Counsel,
    DocketSheet,
    Entry,
    Fact,
    Party,
    TypeForm,
)
from opencmecf.court.docket.text import Link, Run, Text, plain
from opencmecf.court.filers.rules import comparable_bar_number

_LINES = tuple[Text, ...]
_CELLS = tuple[tuple[Text, ...], ...]


def words_and_runs(text: Text) -> tuple[str, Any]:
    """Return text as two columns: its words, and its marked stretches where the words alone do not say everything."""
    words = "".join(run.text for run in text)
    return words, None if text == ((Run(words),) if words else ()) else to_data(text)


def text_from(words: str, runs: Any) -> Text:
    """Return the text that `words_and_runs` took apart."""
    if runs is not None:
        text: Text = from_data(Text, runs)
        return text
    return (Run(words),) if words else ()


def case_row(sheet: DocketSheet, *, case_id: str, **more: Any) -> Case:
    """Return the case that a sheet describes, not saved yet."""
    return Case(
        court_id=sheet.court_id,
        pacer_case_id=case_id,
        number=sheet.case_number,
        number_label=sheet.case_label,
        flags=list(sheet.flags),
        caption=sheet.caption,
        caption_label=sheet.caption_label,
        heading=list(sheet.title),
        shows_parties=sheet.parties is not None,
        after_parties=to_data(sheet.after_parties),
        **_number_columns(sheet.case_number),
        **columns.case_columns(sheet),
        **more,
    )


def docket_row(case: Case, sheet: DocketSheet) -> Docket:
    """Return how the sheet was printed."""
    return Docket(
        case=case,
        columns=list(sheet.columns),
        has_blank_above_caption=sheet.blank_above_caption,
        has_blank_first_row=sheet.blank_first_row,
        lists_documents=sheet.several_documents,
        notes=to_data(sheet.notes),
    )


def fact_row(case: Case, column: str, order: int, fact: Fact) -> HeaderFact:
    """Return one line of the header."""
    words, runs = words_and_runs(fact.value)
    return HeaderFact(
        case=case,
        column=column,
        order=order,
        label=fact.label,
        words=words,
        words_runs=runs,
        more=to_data(fact.more),
        mark=fact.mark,
        is_listed=fact.listed,
    )


def fact_from(row: HeaderFact) -> Fact:
    """Return a line of the header as a plain value."""
    return Fact(
        label=row.label,
        value=text_from(row.words, row.words_runs),
        more=from_data(_LINES, row.more),
        mark=row.mark,
        listed=row.is_listed,
    )


def block_row(case: Case, order: int, block: Block) -> HeaderBlock:
    """Return a table of the header."""
    return HeaderBlock(case=case, order=order, name=block.name, rows=to_data(block.rows))


def block_from(row: HeaderBlock) -> Block:
    """Return a table of the header as a plain value."""
    return Block(name=row.name, rows=from_data(_CELLS, row.rows))


def association_rows(case: Case, sheet: DocketSheet) -> list[Association]:
    """Return what the header says of other cases."""
    found = enumerate(columns.named_cases(sheet))
    return [
        Association(
            case=case,
            order=order,
            relation=one.relation,
            number_core=one.number_core,
            other_case_id=one.other_case_id,
            words=one.words,
        )
        for order, one in found
    ]


def party_row(case: Case, order: int, party: Party) -> PartyRow:
    """Return a party, without counsel and counts."""
    words, runs = words_and_runs(party.name)
    return PartyRow(
        case=case,
        order=order,
        type=party.type,
        type_form=party.type_form,
        name=words,
        name_runs=runs,
        search_name=plain(party.name).lower(),
        index_name=index_name(plain(party.name)),
        date_terminated=reading.party_date_terminated(party),
        before=to_data(party.before),
        beside=to_data(party.beside),
        details=to_data(party.details),
        shows_counsel=party.counsel is not None,
    )


def party_from(row: PartyRow, counsel: tuple[Counsel, ...], charges: tuple[ChargeSection, ...]) -> Party:
    """Return a party as a plain value."""
    return Party(
        type=row.type,
        name=text_from(row.name, row.name_runs),
        before=from_data(_LINES, row.before),
        beside=from_data(Text, row.beside),
        details=from_data(_LINES, row.details),
        counsel=counsel if row.shows_counsel else None,
        charges=charges,
        type_form=TypeForm(row.type_form),
    )


def appearance_row(party: PartyRow, order: int, counsel: Counsel) -> Appearance:
    """Return an attorney below a party."""
    return Appearance(
        party=party,
        order=order,
        name=counsel.name,
        search_name=" ".join(counsel.name.lower().split()),
        index_name=index_name(counsel.name),
        roles=reading.counsel_roles(counsel),
        beside=to_data(counsel.beside),
        lines=to_data(counsel.lines),
        is_bare=counsel.bare,
        email=reading.counsel_email(counsel),
        bar_number=comparable_bar_number(reading.counsel_bar_number(counsel)),
    )


def lines_from(kept: Any) -> tuple[Text, ...]:
    """Return the lines below an attorney's name from the value of their column."""
    lines: tuple[Text, ...] = from_data(_LINES, kept)
    return lines


def counsel_from(row: Appearance) -> Counsel:
    """Return an attorney as a plain value."""
    return Counsel(name=row.name, beside=from_data(Text, row.beside), lines=lines_from(row.lines), bare=row.is_bare)


def section_row(party: PartyRow, order: int, section: ChargeSection) -> CountSection:
    """Return a heading above counts."""
    return CountSection(party=party, order=order, heading=section.heading, has_disposition=section.has_disposition)


def count_row(section: CountSection, order: int, charge: Charge) -> Count:
    """Return one count."""
    words, runs = words_and_runs(charge.text)
    outcome, outcome_runs = (None, None) if charge.disposition is None else words_and_runs(charge.disposition)
    return Count(
        section=section,
        order=order,
        words=words,
        words_runs=runs,
        disposition=outcome,
        disposition_runs=outcome_runs,
    )


def charge_from(row: Count) -> Charge:
    """Return one count as a plain value."""
    outcome = None if row.disposition is None else text_from(row.disposition, row.disposition_runs)
    return Charge(text=text_from(row.words, row.words_runs), disposition=outcome)


def entry_row(case: Case, order: int, entry: Entry, *, row_html: str = "") -> DocketEntry:
    """Return an entry, not saved and without its sequence number."""
    words, runs = words_and_runs(entry.text)
    bare = replace(entry, text=(), date_filed=None, number=None, link=None, date_entered=None, time_entered="")
    printed = {name: value for name, value in entry_to_data(bare).items() if name != "text"}
    return DocketEntry(
        case=case,
        order=order,
        number=entry.number,
        number_value=_value_of(entry.number),
        date_filed=entry.date_filed,
        date_entered=entry.date_entered,
        time_entered=entry.time_entered,
        words=words,
        words_runs=runs,
        link=to_data(entry.link) if entry.link else None,
        printed=printed or None,
        row_html=row_html,
    )


ENTRY_FIELDS = ("number", "date_filed", "date_entered", "time_entered", "words", "words_runs", "link", "printed")


def entry_from(values: Sequence[Any]) -> Entry:
    """Return an entry as a plain value, from the values of `ENTRY_FIELDS` in their order."""
    number, date_filed, date_entered, time_entered, words, words_runs, link, printed = values
    entry = Entry(
        text=text_from(words, words_runs),
        date_filed=date_filed,
        number=number,
        link=None if link is None else from_data(Link, link),
        date_entered=date_entered,
        time_entered=time_entered,
    )
    if not printed:
        return entry
    more = entry_from_data({"text": [], **printed})
    return replace(entry, **{name: getattr(more, name) for name in printed})


def printed_sequence(entry: Entry) -> int | None:
    """Return the sequence number that the page gives for an entry; None when it gives none that could be one."""
    printed = entry.de_seq_num or (entry.link.de_seq_num if entry.link else "")
    return int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 19 else None


def _value_of(number: str | None) -> int | None:
    return int(number) if number and number.isascii() and number.isdigit() and len(number) < 19 else None


def _number_columns(printed: str) -> dict[str, Any]:
    parts = case_number_parts(printed)
    if parts is None:
        return {"number_core": printed}
    return {
        "number_core": parts.core,
        "office": parts.office,
        "year": _full_year(parts),
        "case_type": parts.case_type.lower(),
        "serial": int(parts.serial),
        "defendant": parts.defendant,
    }


def _full_year(parts: CaseNumber) -> int | None:
    if not parts.year:
        return None
    year = int(parts.year)
    return year + (2000 if year < 60 else 1900)
