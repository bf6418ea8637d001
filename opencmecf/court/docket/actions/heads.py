"""Writing the head of a docket: facts, blocks, parties, counsel and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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
from opencmecf.court.docket import columns, merging, reading, rows
from opencmecf.court.docket.json_form import from_data, to_data
from opencmecf.court.docket.models import Docket
from opencmecf.court.docket.sheet import Charge, ChargeSection, Counsel, DocketSheet, Party
from opencmecf.court.docket.text import Text, plain

BATCH = 1000
_LINES = tuple[Text, ...]


def write_head(case: Case, sheet: DocketSheet) -> None:
    """Write everything of a new case but its entries."""
    for column, facts in ((HeaderFact.Column.LEFT, sheet.left), (HeaderFact.Column.RIGHT, sheet.right)):
        HeaderFact.objects.bulk_create(rows.fact_row(case, column, order, fact) for order, fact in enumerate(facts))
    HeaderBlock.objects.bulk_create(rows.block_row(case, order, block) for order, block in enumerate(sheet.blocks))
    Association.objects.bulk_create(rows.association_rows(case, sheet))
    _write_parties(case, list(enumerate(sheet.parties or ())))


def add_to_head(case: Case, docket: Docket, sheet: DocketSheet) -> set[str]:
    """Add what the sheet's head has more; returns the names of what grew."""
    grown = {
        "facts": _add_facts(case, sheet),
        "columns": _fill_columns(case, sheet),
        "flags": _add_flags(case, sheet),
        "blocks": _add_blocks(case, sheet),
        "parties": _add_parties(case, sheet),
        "layout": _fill_docket(docket, sheet),
    }
    return {name for name, more in grown.items() if more}


def _write_parties(case: Case, parties: Sequence[tuple[int, Party]]) -> None:
    made = [rows.party_row(case, order, party) for order, party in parties]
    PartyRow.objects.bulk_create(made, batch_size=BATCH)
    pairs = list(zip(made, (party for _, party in parties), strict=True))
    _write_counsel([(row, order, one) for row, party in pairs for order, one in enumerate(party.counsel or ())])
    _write_sections([(row, order, one) for row, party in pairs for order, one in enumerate(party.charges)])


def _write_counsel(counsel: Sequence[tuple[PartyRow, int, Counsel]]) -> None:
    Appearance.objects.bulk_create((rows.appearance_row(*one) for one in counsel), batch_size=BATCH)


def _write_sections(sections: Sequence[tuple[PartyRow, int, ChargeSection]]) -> None:
    made = [rows.section_row(*one) for one in sections]
    CountSection.objects.bulk_create(made, batch_size=BATCH)
    counts = [
        rows.count_row(row, order, charge)
        for row, (_, _, section) in zip(made, sections, strict=True)
        for order, charge in enumerate(section.rows)
    ]
    Count.objects.bulk_create(counts, batch_size=BATCH)


def _add_facts(case: Case, sheet: DocketSheet) -> bool:
    grown = False
    for column, arriving in ((HeaderFact.Column.LEFT, sheet.left), (HeaderFact.Column.RIGHT, sheet.right)):
        stored = list(case.facts.filter(column=column).order_by("order"))
        known = [rows.fact_from(row) for row in stored]
        for order, fact in enumerate(merging.merged_facts(known, arriving)):
            if order < len(known) and fact == known[order]:
                continue
            grown = True
            if order < len(known):
                case.facts.filter(pk=stored[order].pk).update(more=to_data(fact.more))
            else:
                rows.fact_row(case, column, order, fact).save()
            _add_associations(case, columns.cases_of_fact(fact))
    return grown


def _add_associations(case: Case, named: Iterable[columns.NamedCase]) -> None:
    known = {(one.relation, one.words) for one in case.associations.all()}
    for found in named:
        if found.number_core != case.number_core and (found.relation, found.words) not in known:
            Association.objects.create(
                case=case,
                order=case.associations.count(),
                relation=found.relation,
                number_core=found.number_core,
                other_case_id=found.other_case_id,
                words=found.words,
            )


def _fill_columns(case: Case, sheet: DocketSheet) -> bool:
    """Fill the columns that are still empty."""
    said: dict[str, Any] = columns.case_columns(sheet)
    said |= {"caption": sheet.caption, "caption_label": sheet.caption_label}
    fresh = {name: value for name, value in said.items() if value and not getattr(case, name)}
    if fresh:
        Case.objects.filter(pk=case.pk).update(**fresh)
    return bool(fresh)


def _add_flags(case: Case, sheet: DocketSheet) -> bool:
    fresh = [flag for flag in sheet.flags if flag not in case.flags]
    if fresh:
        Case.objects.filter(pk=case.pk).update(flags=[*case.flags, *fresh])
    return bool(fresh)


def _add_blocks(case: Case, sheet: DocketSheet) -> bool:
    known = [row.name for row in case.blocks.order_by("order")]
    fresh = merging.new_ones(known, ((block.name, block) for block in sheet.blocks))
    HeaderBlock.objects.bulk_create(
        rows.block_row(case, order, block) for order, block in enumerate(fresh, start=len(known))
    )
    _add_associations(case, (one for block in fresh for row in columns.cases_of_rows(block) for one in row))
    return bool(fresh)


def _fill_docket(docket: Docket, sheet: DocketSheet) -> bool:
    """Take over the headings of the docket table where the first sheet had none."""
    if docket.columns or not sheet.columns:
        return False
    values = rows.docket_row(docket.case, sheet)
    Docket.objects.filter(pk=docket.pk).update(
        columns=values.columns, has_blank_first_row=values.has_blank_first_row, lists_documents=values.lists_documents
    )
    docket.case.entries.exclude(row_html="").update(row_html="")  # they were printed in another layout
    return True


def _add_parties(case: Case, sheet: DocketSheet) -> bool:
    if sheet.parties is None:
        return False
    known = list(PartyRow.objects.filter(case=case).order_by("order"))
    rows_by_key: dict[tuple[str, str], list[PartyRow]] = {}
    for row in known:
        rows_by_key.setdefault((_words(row.type), row.search_name), []).append(row)
    matched: list[PartyRow | None] = []
    for party in sheet.parties:
        same = rows_by_key.get((_words(party.type), plain(party.name).lower()))
        matched.append(same.pop(0) if same else None)
    grown = False
    for found, party in zip(matched, sheet.parties, strict=True):
        grown = (found is not None and _add_to_party(found, party)) or grown
    fresh = any(row is None for row in matched)
    if fresh:
        _insert_parties(case, known, matched, sheet.parties)
    if not case.shows_parties:
        Case.objects.filter(pk=case.pk).update(shows_parties=True)
        grown = True
    return grown or fresh


def _words(printed: str) -> str:
    """Return a type as it is compared: pages differ in the blanks inside it."""
    return " ".join(printed.split())


def _insert_parties(
    case: Case, known: list[PartyRow], matched: list[PartyRow | None], parties: Sequence[Party]
) -> None:
    merged = merging.in_order([row.pk for row in known], [row.pk if row else None for row in matched])
    place = {number: order for order, number in enumerate(merged)}
    for row in known:
        if row.order != place[row.pk]:
            PartyRow.objects.filter(pk=row.pk).update(order=place[row.pk])
    _write_parties(case, [(place[-1 - n], party) for n, party in enumerate(parties) if matched[n] is None])


def _add_to_party(row: PartyRow, party: Party) -> bool:
    """Add lines, counsel and counts that are not known yet."""
    changes: dict[str, Any] = {}
    details: tuple[Text, ...] = from_data(_LINES, row.details)
    more = merging.new_ones((plain(line) for line in details), ((plain(line), line) for line in party.details))
    if more:
        changes["details"] = to_data((*details, *more))
    ended = reading.party_date_terminated(party)
    if ended and row.date_terminated is None:
        changes["date_terminated"] = ended
    if party.counsel is not None and not row.shows_counsel:
        changes["shows_counsel"] = True
    if changes:
        PartyRow.objects.filter(pk=row.pk).update(**changes)
    names = list(row.appearances.order_by("order").values_list("name", flat=True))
    counsel = merging.new_ones(names, ((one.name, one) for one in party.counsel or ()))
    _write_counsel([(row, order, one) for order, one in enumerate(counsel, start=len(names))])
    return _add_counts(row, party) or bool(changes or counsel)


def _add_counts(row: PartyRow, party: Party) -> bool:
    sections = {section.heading: section for section in row.count_sections.order_by("order")}
    fresh = [section for section in party.charges if section.heading not in sections]
    _write_sections([(row, order, one) for order, one in enumerate(fresh, start=len(sections))])
    grown = bool(fresh)
    for section in party.charges:
        known = sections.get(section.heading)
        grown = (known is not None and _add_charges(known, section.rows)) or grown
    return grown


def _add_charges(section: CountSection, charges: Sequence[Charge]) -> bool:
    words = [" ".join(row.words.split()) for row in section.counts.order_by("order")]
    fresh = merging.new_ones(words, ((plain(charge.text), charge) for charge in charges))
    Count.objects.bulk_create(
        rows.count_row(section, order, charge) for order, charge in enumerate(fresh, start=len(words))
    )
    return bool(fresh)
