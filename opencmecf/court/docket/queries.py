"""Reading dockets: what an actor may see of them, as the plain values that were taken over."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from opencmecf.court.cases.models import Case, HeaderFact
from opencmecf.court.docket import rows
from opencmecf.court.docket.columns import NamedCase, cases_of_fact, cases_of_rows, named_case
from opencmecf.court.docket.head_rows import HEAD_COLUMN, HeadRows, head_rows
from opencmecf.court.docket.json_form import from_data
from opencmecf.court.docket.models import Docket, DocketEntry, EntryDocument, TakenOver
from opencmecf.court.docket.restrictions import Restrictions
from opencmecf.court.docket.sheet import Block, Charge, ChargeSection, Counsel, DocketSheet, Entry, Fact, Party
from opencmecf.court.docket.text import Link, Text
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import split_id
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.access.restriction import levels_open_to, may_see, sees_everything
from opencmecf.foundation.database.prepared import PreparedFor, first_line
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.reference import court as court_row

CHUNK = 1000
MOST_MEMBERS = 2000
_CLOSED_ENTRIES = """ARRAY(
    SELECT id FROM docket_entry WHERE case_id = {case} AND restriction <> 'public' AND restriction <> ALL(%s)
)"""
_CLOSED_DOCUMENTS = """ARRAY(
    SELECT id FROM document
    WHERE court_id = {court} AND restriction <> 'public' AND restriction <> ALL(%s) LIMIT {most}
)"""
_CLOSED = f"SELECT {_CLOSED_ENTRIES}, {_CLOSED_DOCUMENTS}".format(case="%s", court="%s", most=CHUNK + 1)
_LINES = tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as its reader may see it, with what the system knows it by."""

    id: int
    order: int
    de_seq_num: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class HiddenDocuments:
    """The documents of a docket that its reader may not see; links to them are left out."""

    numbers: frozenset[tuple[str, int]]
    dm_ids: frozenset[str]

    def holds(self, link: Link | None) -> bool:
        """Return whether `link` leads to one of them."""
        if link is None or not self:
            return False
        return bool(link.dm_id and link.dm_id in self.dm_ids) or self.names(link.document_id)

    def names(self, document_id: str) -> bool:
        """Return whether this is the id of one of them."""
        return bool(document_id) and split_id(document_id) in self.numbers

    def __bool__(self) -> bool:
        return bool(self.numbers or self.dm_ids)


def docket_of_id(*, court_id: str, case_id: str, actor: Actor) -> Docket | None:
    """Return the docket of the case with this id at the court where `actor` acts; None where it is not there for them.

    The case comes with it, and what `head_of` and `hidden_documents` would ask for, all in one query.
    """
    if actor.site != court_id:
        return None
    return _docket_of_id.first(actor, court_id=court_id, case_id=case_id)


def head_of(case: Case, actor: Actor, docket: Docket | None = None) -> DocketSheet:
    """Return the docket sheet without its entries, in a constant number of queries. Raises `NotFound`.

    `docket` is that of `docket_of_id`, where it was just asked for.
    """
    docket = docket or _docket_of_case.first(actor, case=case.pk)
    if docket is None:
        raise NotFound
    case = docket.case
    head = head_rows(docket.head)  # type: ignore[attr-defined] # the column beside it
    facts, blocks = _facts(head.facts), [rows.block_from(row) for row in head.blocks]
    hidden = _hidden_cases(case, (one for column in facts.values() for one in column), blocks, actor)
    facts = _without_hidden_facts(facts, hidden)
    return DocketSheet(
        court_id=case.court_id,
        kind=court_row(case.court_id).kind,
        case_number=case.number,
        case_label=case.number_label,
        title=tuple(case.heading),
        flags=tuple(case.flags),
        caption=case.caption,
        caption_label=case.caption_label,
        blank_above_caption=docket.has_blank_above_caption,
        left=tuple(facts[HeaderFact.Column.LEFT]),
        right=tuple(facts[HeaderFact.Column.RIGHT]),
        blocks=tuple(_without_hidden_rows(block, hidden) for block in blocks),
        parties=_parties(head) if case.shows_parties else None,
        after_parties=from_data(_LINES, case.after_parties),
        notes=from_data(_LINES, docket.notes),
        columns=tuple(docket.columns),
        blank_first_row=docket.has_blank_first_row,
        several_documents=docket.lists_documents,
        pacer_case_id="" if case.has_made_id else case.pacer_case_id,
    )


def _with_head(actor: Actor) -> QuerySet[Docket]:
    head = RawSQL(HEAD_COLUMN, [], output_field=TextField())  # noqa: S611 - without any parameter
    return Docket.objects.visible_to(actor).select_related("case").annotate(head=head)


def _with_restricted(actor: Actor) -> QuerySet[Docket]:
    """Return dockets of the court where `actor` acts, with what is closed to them there."""
    levels = [level.value for level in sorted(levels_open_to(actor))]
    keys: Any = ArrayField(BigIntegerField())
    entries = _CLOSED_ENTRIES.format(case="docket.case_id")
    documents = _CLOSED_DOCUMENTS.format(court="court_case.court_id", most=CHUNK + 1)
    return _with_head(actor).annotate(
        closed_entries=RawSQL(entries, [levels], output_field=keys),  # noqa: S611 - our own words
        closed_documents=RawSQL(documents, [levels], output_field=keys),  # noqa: S611 - our own words
    )


_docket_of_case: PreparedFor[Docket] = PreparedFor(lambda actor, case: _with_head(actor).filter(pk=case))
_docket_of_id: PreparedFor[Docket] = PreparedFor(
    lambda actor, court_id, case_id: _with_restricted(actor).filter(
        case__court_id=court_id, case__pacer_case_id=case_id
    )
)


def header_facts(case: Case, actor: Actor) -> tuple[Fact, ...]:
    """Return the lines of the header, left column first, without what names cases that `actor` may not see."""
    seen = Case.objects.visible_to(actor).filter(pk=case.pk)
    facts = _facts(HeaderFact.objects.filter(case__in=seen).order_by("column", "order"))
    hidden = _hidden_cases(case, (one for column in facts.values() for one in column), (), actor)
    facts = _without_hidden_facts(facts, hidden)
    return (*facts[HeaderFact.Column.LEFT], *facts[HeaderFact.Column.RIGHT])


def stored_entries(
    case: Case, actor: Actor, *, where: Q | None = None, newest_first: bool = False, by_number: bool = False
) -> Iterator[StoredEntry]:
    """Yield the entries that `actor` may see, in the order of the docket, in constant memory.

    `where` narrows them: `Q(number_value__range=(1, 20))`, `Q(date_filed__gte=…)`; `by_number` puts those without a
    number last. What the actor may not see of an
    entry is left out: its text, and links to restricted documents.
    """
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return
    found = DocketEntry.objects.filter(
        case=case, restriction__in=levels_at(case, actor)
    )  # no join: a long docket streams
    if where is not None:
        found = found.filter(where)
    hidden = None if sees_everything(actor, case.court_id) else hidden_documents(case, actor)
    in_order = F("order").desc() if newest_first else F("order").asc()
    ordered = found.order_by(*([F("number_value").asc(nulls_last=True)] if by_number else []), in_order)
    values = ordered.values_list("pk", "order", "de_seq_num", "text_restriction", *rows.ENTRY_FIELDS)
    for pk, order, sequence, text_restriction, *fields in values.iterator(chunk_size=CHUNK):
        entry = rows.entry_from(fields)
        if hidden is not None:
            entry = without_hidden(entry, hidden)
            if not may_see(actor, court_id=case.court_id, restriction=text_restriction):
                entry = without_text(entry)
        yield StoredEntry(id=pk, order=order, de_seq_num=sequence, entry=entry)


def entry_of(row: DocketEntry) -> Entry:
    """Return all that a row says, as a plain value. Whoever may see the row's text may see it."""
    return rows.entry_from([getattr(row, name) for name in rows.ENTRY_FIELDS])


def documents_of(entry: DocketEntry, actor: Actor) -> list[EntryDocument]:
    """Return the documents of an entry that `actor` may see, by number; a hidden text hides their descriptions too."""
    found = EntryDocument.objects.visible_to(actor).filter(entry=entry).select_related("document")
    holdings = list(found.order_by("attachment_number"))
    if not may_see(actor, court_id=entry.case.court_id, restriction=entry.text_restriction):
        for holding in holdings:
            holding.description = ""
    return holdings


def hidden_documents(case: Case, actor: Actor, docket: Docket | None = None) -> HiddenDocuments:
    """Return the documents of this docket that `actor` may not see, themselves or for the entry that holds them.

    Step by step through small indexes, so that a docket of any size costs the same. `docket` is that of `docket_of_id`,
    where it was just asked for.
    """
    levels = levels_at(case, actor)
    sealed, few = _closed_in(docket) if docket else _closed(case, levels)
    if not sealed and not few:
        return HiddenDocuments(frozenset(), frozenset())
    closed = Document.objects.filter(court_id=case.court_id).exclude(restriction__in=levels)
    held = EntryDocument.objects.filter(document__in=few if len(few) <= CHUNK else closed)
    holdings = [
        *(EntryDocument.objects.filter(entry__in=sealed).select_related("document") if sealed else ()),
        *(held.filter(entry__case=case).select_related("document") if few else ()),
    ]
    found = [holding.document for holding in holdings]
    return HiddenDocuments(
        frozenset((document.prefix, document.number) for document in found),
        frozenset(document.dm_id for document in found if document.dm_id),
    )


def _closed(case: Case, levels: list[Restriction]) -> tuple[list[int], list[int]]:
    """Return the entries of the case and the first of the court's documents that are closed, both in one query."""
    closed_to = [level.value for level in levels]
    entries, documents = first_line(_CLOSED, [case.pk, closed_to, case.court_id, closed_to]) or ([], [])
    return entries, documents


def _closed_in(docket: Docket) -> tuple[list[int], list[int]]:
    return docket.closed_entries, docket.closed_documents  # type: ignore[attr-defined] # the columns beside it


def restrictions_of(case: Case, actor: Actor) -> Restrictions:
    """Return what is restricted in this docket and `actor` sees all the same; places are those among what they see.

    Documents with a number that was made here are not named: the number does not travel.
    """
    seen = DocketEntry.objects.visible_to(actor).filter(case=case)
    orders = (
        None if sees_everything(actor, case.court_id) else list(seen.order_by("order").values_list("order", flat=True))
    )
    closed = seen.exclude(restriction="public", text_restriction="public")
    entries: dict[int, Restriction] = {}
    texts: dict[int, Restriction] = {}
    for row in closed.only("order", "restriction", "text_restriction"):
        place = row.order if orders is None else bisect_left(orders, row.order)
        if row.restriction != Restriction.PUBLIC:
            entries[place] = Restriction(row.restriction)
        if row.text_restriction != Restriction.PUBLIC:
            texts[place] = Restriction(row.text_restriction)
    held = Document.objects.visible_to(actor).filter(holdings__entry__case=case, has_made_number=False)
    documents = {row.document_id: Restriction(row.restriction) for row in held.exclude(restriction="public")}
    return Restrictions(case=Restriction(case.restriction), entries=entries, texts=texts, documents=documents)


def without_text(entry: Entry) -> Entry:
    """Return an entry whose text is hidden, and with it the descriptions of its documents."""
    attachments = tuple(replace(one, description="") for one in entry.attachments)
    return replace(entry, text=(), attachments=attachments)


def levels_at(case: Case, actor: Actor) -> list[Restriction]:
    """Return the restrictions behind which `actor` may look at the court of this case."""
    return sorted(levels_open_to(actor)) if actor.site == case.court_id else [Restriction.PUBLIC]


def without_hidden(entry: Entry, hidden: HiddenDocuments) -> Entry:
    if not hidden:
        return entry
    return replace(
        entry,
        link=None if hidden.holds(entry.link) else entry.link,
        text=_without_links(entry.text, hidden),
        note=_without_links(entry.note, hidden),
        attachments=tuple(one for one in entry.attachments if not hidden.names(one.document_id)),
    )


def _without_links(text: Text, hidden: HiddenDocuments) -> Text:
    return tuple(replace(run, link=None) if hidden.holds(run.link) else run for run in text)


def _facts(lines: Iterable[HeaderFact]) -> dict[str, list[Fact]]:
    """Return the two columns of the header."""
    facts: dict[str, list[Fact]] = {HeaderFact.Column.LEFT: [], HeaderFact.Column.RIGHT: []}
    for row in lines:
        facts[row.column].append(rows.fact_from(row))
    return facts


@dataclass(frozen=True, slots=True)
class _HiddenCases:
    """Cases of a court that a reader may not see, by id and by number; what names them in a header is left out."""

    ids: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def holds(self, named: NamedCase | None) -> bool:
        """Return whether `named` is one of them."""
        return named is not None and (named.other_case_id in self.ids or named.number_core in self.numbers)


def _hidden_cases(case: Case, facts: Iterable[Fact], blocks: Iterable[Block], actor: Actor) -> _HiddenCases:
    """Return which of the cases that facts and tables name are closed to `actor`; one query, and none without names."""
    named = [one for fact in facts for one in cases_of_fact(fact)]
    named += [one for block in blocks for row in cases_of_rows(block) for one in row]
    if not named or sees_everything(actor, case.court_id):
        return _HiddenCases()
    ids, numbers = {one.other_case_id for one in named} - {""}, {one.number_core for one in named} - {""}
    others = Case.objects.filter(court_id=case.court_id).exclude(restriction__in=levels_at(case, actor))
    found = others.filter(Q(pacer_case_id__in=ids) | Q(number_core__in=numbers))
    closed = list(found.values_list("pacer_case_id", "number_core"))
    return _HiddenCases(frozenset(one for one, _ in closed), frozenset(one for _, one in closed) - {""})


def _without_hidden_facts(facts: dict[str, list[Fact]], hidden: _HiddenCases) -> dict[str, list[Fact]]:
    """Leave out the values that name hidden cases, and with "Lead BK Case" its title and chapter."""
    if not hidden.ids:
        return facts
    every = [fact for column in facts.values() for fact in column]
    closed = {fact.label for fact in every if any(hidden.holds(one) for one in cases_of_fact(fact))}
    of_closed = {label.removesuffix("Case") + said for label in closed for said in ("Title", "Chapter")}
    return {
        name: [left for one in column if one.label not in of_closed and (left := _without_cases(one, hidden))]
        for name, column in facts.items()
    }


def _without_cases(fact: Fact, hidden: _HiddenCases) -> Fact | None:
    values = [value for value in (fact.value, *fact.more) if not hidden.holds(named_case(fact, value))]
    if len(values) == 1 + len(fact.more):
        return fact
    return replace(fact, value=values[0], more=tuple(values[1:])) if values else None


def _without_hidden_rows(block: Block, hidden: _HiddenCases) -> Block:
    named = cases_of_rows(block) if hidden.ids else []
    if not any(hidden.holds(one) for row in named for one in row):
        return block
    kept = [row for row, cases in zip(block.rows, named, strict=True) if not any(hidden.holds(one) for one in cases)]
    return replace(block, rows=tuple(kept))


def _parties(head: HeadRows) -> tuple[Party, ...]:
    counsel: dict[int, list[Counsel]] = defaultdict(list)
    for appearance in head.appearances:
        counsel[appearance.party_id].append(rows.counsel_from(appearance))
    counts: dict[int, list[Charge]] = defaultdict(list)
    for count in head.counts:
        counts[count.section_id].append(rows.charge_from(count))
    sections: dict[int, list[ChargeSection]] = defaultdict(list)
    for section in head.sections:
        sections[section.party_id].append(
            ChargeSection(
                heading=section.heading, has_disposition=section.has_disposition, rows=tuple(counts[section.pk])
            )
        )
    return tuple(rows.party_from(party, tuple(counsel[party.pk]), tuple(sections[party.pk])) for party in head.parties)


def has_more_entries(case: Case, number: int, actor: Actor) -> bool:
    """Return whether `actor` may see more entries than this; counts no further."""
    return DocketEntry.objects.visible_to(actor).filter(case=case)[: number + 1].count() > number


def member_cases_of(case: Case, actor: Actor) -> list[Case]:
    """Return the cases that `actor` may see and that name this one as their lead case, by number."""
    named = Q(associations__number_core=case.number_core) | Q(associations__other_case_id=case.pacer_case_id)
    leading = named & Q(associations__relation__istartswith="Lead")
    found = Case.objects.visible_to(actor).filter(leading, court_id=case.court_id).exclude(pk=case.pk)
    return list(found.order_by("year", "serial", "number").distinct()[:MOST_MEMBERS])


def taken_over(*, court: Court, fingerprint: str) -> Case | None:
    """Return the case that a file with this fingerprint was taken over into; None for a new file. For importers."""
    found = TakenOver.objects.filter(court=court, fingerprint=fingerprint).select_related("case").first()
    return found.case if found else None
