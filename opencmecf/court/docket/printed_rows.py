"""The rows of a docket as HTML for one reader: how long they are, and then the rows themselves, batch by batch.

The row of an entry is kept beside the entry, as it is for readers who see all of it. What a reader may not see in it
(a hidden text, a link to a document that is closed to them) makes the row *special*: it is printed anew from the
entry. So is a row that is not kept, and every row when the page was asked for in another form.

Batches are found by key, so that a docket of any length costs the same memory, holds no transaction open while it is
sent, and stops where the case is sealed meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Case as If
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from opencmecf.court.cases.models import Case
from opencmecf.court.docket import queries, rows
from opencmecf.court.docket.entry_rows import RowLayout, row_printer
from opencmecf.court.docket.models import Docket, DocketEntry, EntryDocument
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.text import text_of
from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.restriction import may_see, sees_everything
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.reference import court as court_row

ROWS_FORM = 2  # raise it when rows are printed otherwise, so that those that are kept count for nothing
FIRST_BATCH, BATCH = 100, 1000
MOST_MARKS = 200
_KEYS = ("pk", "order", "number_value", "text_restriction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which entries are wanted, and in which order; `by_number` puts those without a number last.

    `bounds` are pairs of a lookup and its value: `("date_filed__gte", date(2020, 1, 1))`.
    """

    bounds: tuple[tuple[str, Any], ...] = ()
    newest_first: bool = False
    by_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What rows show beyond what was taken over: the pages of documents, the documents one by one."""

    page_counts: bool = False
    documents: bool = False

    def __bool__(self) -> bool:
        return self.page_counts or self.documents


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows there are, and how many bytes of HTML they make."""

    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it lies in the database, with the key after which the next batch begins."""

    pk: int
    order: int
    number_value: int | None
    text_restriction: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the query of a batch depends on, beside the values in it; for each shape it is composed once.

    `after` says after what the batch begins: "start", the "order" of a row, its "number", or "no number".
    """

    levels: tuple[str, ...]
    bounds: tuple[str, ...]
    newest_first: bool
    by_number: bool
    prints_all: bool
    after: str
    length: int


class PrintedRows:
    """The rows of a docket as `actor` may see them. The case must be one that they may see.

    `docket` is that of `queries.docket_of_id`, where it was just asked for.
    """

    def __init__(
        self,
        case: Case,
        actor: Actor,
        layout: RowLayout,
        *,
        selection: Selection | None = None,
        additions: Additions | None = None,
        docket: Docket | None = None,
    ) -> None:
        self._case = case
        self._actor = actor
        self._layout = layout
        self._selection = selection or Selection()
        self._additions = additions or Additions()
        self._levels = queries.levels_at(case, actor)
        self._hidden = None if sees_everything(actor, case.court_id) else queries.hidden_documents(case, actor, docket)
        self._marks = _marks(self._hidden) if self._hidden else []
        self._printed = row_printer(layout)

    def whole(self, most: int) -> list[str] | None:
        """Return the rows, all in one query where they are kept; None when there are more than `most`."""
        batch = self._batch(None, most + 1)
        return None if len(batch) > most else self._html(batch)

    def size(self) -> Size:
        """Return how long the rows are: those that are kept by counting in the database, special ones one by one."""
        found, special = self._found(), self._special()
        if special is None:
            return Size(found.count(), sum(len(row.encode()) for row in self._rows()))
        kept = found.exclude(special).aggregate(
            entries=Count("pk"),
            bytes=Coalesce(Sum(Func("row_html", function="octet_length", output_field=IntegerField())), 0),
        )
        lengths = list(self._lengths(found.filter(special)))
        return Size(kept["entries"] + len(lengths), kept["bytes"] + sum(lengths))

    def _lengths(self, special: QuerySet[DocketEntry]) -> Iterator[int]:
        rows = special.values_list(*_KEYS).iterator(chunk_size=BATCH)
        while batch := [_Row(pk, order, number, level, "") for pk, order, number, level in islice(rows, BATCH)]:
            yield from (len(row.encode()) for row in self._html(batch))

    def __iter__(self) -> Iterator[str]:
        """Yield the HTML of the rows, a piece for each batch; the first one is short."""
        for batch in self._batches():
            yield "".join(self._html(batch))

    def entries(self) -> Iterator[Entry]:
        """Yield the entries themselves, without what the reader may not see."""
        for batch in self._batches():
            yield from self._entries(batch).values()

    def _rows(self) -> Iterator[str]:
        for batch in self._batches():
            yield from self._html(batch)

    def _found(self) -> QuerySet[DocketEntry]:
        return _found(self._case.pk, self._levels, dict(self._selection.bounds))

    def _special(self) -> Q | None:
        """Return the condition under which a row is special; None when every row is."""
        if self._prints_all:
            return None
        special = Q(row_html="") | ~Q(text_restriction__in=self._levels) | Q(~Exists(_current(self._case.pk)))
        for mark in self._marks:
            special |= Q(row_html__contains=mark)
        return special

    @property
    def _prints_all(self) -> bool:
        """Whether no row is as it is kept."""
        return bool(self._additions) or self._layout.without_headers or len(self._marks) > MOST_MARKS

    def _batches(self) -> Iterator[list[_Row]]:
        last: _Row | None = None
        length = FIRST_BATCH
        while True:
            batch = self._batch(last, length)
            if batch:
                last = batch[-1]
                yield batch
            if len(batch) < length:
                return
            length = BATCH

    def _batch(self, last: _Row | None, length: int) -> list[_Row]:
        selection = self._selection
        after, key = _after(last, by_number=selection.by_number)
        shape = _Shape(
            levels=tuple(self._levels),
            bounds=tuple(lookup for lookup, _ in selection.bounds),
            newest_first=selection.newest_first,
            by_number=selection.by_number,
            prints_all=self._prints_all,
            after=after,
            length=length,
        )
        return [_Row(*row) for row in _batch_of(shape).lines(case=self._case.pk, **dict(selection.bounds), **key)]

    def _html(self, batch: Sequence[_Row]) -> list[str]:
        special = [row for row in batch if self._is_special(row)]
        if not special:
            return [row.html for row in batch]
        anew = {pk: self._printed(entry) for pk, entry in self._entries(special).items()}
        kept = {row.pk: row.html for row in batch} | {row.pk: anew.get(row.pk, "") for row in special}
        return [kept[row.pk] for row in batch]

    def _is_special(self, row: _Row) -> bool:
        if not row.html or row.text_restriction not in self._levels:
            return True
        return bool(self._marks) and any(mark in row.html for mark in self._marks)

    def _entries(self, batch: Sequence[_Row]) -> dict[int, Entry]:
        """Return the entries of a batch, in its order, as the reader may see them, with what the page adds."""
        keys = [row.pk for row in batch]
        stored = DocketEntry.objects.filter(pk__in=keys, restriction__in=self._levels)
        values = stored.values_list("pk", "de_seq_num", "text_restriction", *rows.ENTRY_FIELDS)
        found = {pk: (sequence, restriction, rows.entry_from(fields)) for pk, sequence, restriction, *fields in values}
        documents = _documents_of(keys, self._levels) if self._additions else {}
        entries = {}
        for pk in keys:
            if pk in found:
                sequence, restriction, entry = found[pk]
                entry = _with_additions(entry, sequence, documents.get(pk, []), self._additions)
                entries[pk] = self._visible(entry, restriction)
        return entries

    def _visible(self, entry: Entry, text_restriction: str) -> Entry:
        if self._hidden is not None:
            entry = queries.without_hidden(entry, self._hidden)
        hides = not may_see(self._actor, court_id=self._case.court_id, restriction=text_restriction)
        return queries.without_text(entry) if hides else entry


_docket = Prepared(lambda case: Docket.objects.filter(pk=case))


def kept_row_printer(case: Case) -> Callable[[Entry], str]:
    """Return the function that makes the rows which are kept beside the entries of a case."""
    docket = _docket.first(case=case.pk) or Docket(case=case)
    layout = RowLayout(
        kind=court_row(case.court_id).kind,
        case_id="" if case.has_made_id else case.pacer_case_id,
        columns=tuple(docket.columns),
        several_documents=docket.lists_documents,
        blank_first_row=docket.has_blank_first_row,
    )
    return row_printer(layout)


def _found(case: int, levels: Sequence[str], bounds: Mapping[str, Any]) -> QuerySet[DocketEntry]:
    open_case = Case.objects.filter(pk=case, restriction__in=levels)
    wanted = DocketEntry.objects.filter(case_id=case, restriction__in=levels, **bounds)
    return wanted.filter(Exists(open_case))  # a condition of its own, no join: a long docket streams


def _current(case: int) -> QuerySet[Docket]:
    """Return the docket if its rows are kept in the form of this version."""
    return Docket.objects.filter(pk=case, rows_form=ROWS_FORM)


@cache
def _batch_of(shape: _Shape) -> Prepared[DocketEntry]:
    """Return the query of a batch, with blanks for the case, the bounds and the key of the row before it."""
    none = Value("", output_field=TextField())

    def build(case: int, order: int | None = None, number: int | None = None, **bounds: Any) -> QuerySet[Any, Any]:
        html = none if shape.prints_all else If(When(Exists(_current(case)), then="row_html"), default=none)
        found = _found(case, shape.levels, bounds).filter(_where_after(shape, order, number))
        return found.order_by(*_order(shape)).annotate(html=html).values_list(*_KEYS, "html")[: shape.length]

    return Prepared(build)


def _order(shape: _Shape) -> list[Any]:
    if shape.by_number:
        return [F("number_value").asc(nulls_last=True), "order"]
    return ["-order" if shape.newest_first else "order"]


def _after(last: _Row | None, *, by_number: bool) -> tuple[str, dict[str, int]]:
    """Return after what a batch begins, and the key of that row."""
    if last is None:
        return "start", {}
    if not by_number:
        return "order", {"order": last.order}
    if last.number_value is None:
        return "no number", {"order": last.order}
    return "number", {"order": last.order, "number": last.number_value}


def _where_after(shape: _Shape, order: int | None, number: int | None) -> Q:
    if shape.after == "start":
        return Q()
    if shape.after == "order":
        return Q(order__lt=order) if shape.newest_first else Q(order__gt=order)
    if shape.after == "no number":
        return Q(number_value=None, order__gt=order)
    later = Q(number_value__gt=number) | Q(number_value=number, order__gt=order)
    return later | Q(number_value=None)


def _marks(hidden: queries.HiddenDocuments) -> list[str]:
    """Return stretches one of which stands in every row that leads to a hidden document."""
    numbers = sorted(str(number) for _, number in hidden.numbers)
    return [*numbers, *sorted(f"dm_id={quote_plus(dm_id)}" for dm_id in hidden.dm_ids)]


def _documents_of(keys: Sequence[int], levels: Sequence[str]) -> dict[int, list[EntryDocument]]:
    held = EntryDocument.objects.filter(entry__in=keys, document__restriction__in=levels).select_related("document")
    found: dict[int, list[EntryDocument]] = defaultdict(list)
    for one in held.order_by("entry_id", "attachment_number"):
        found[one.entry_id].append(one)
    return found


def _with_additions(entry: Entry, sequence: int, held: list[EntryDocument], additions: Additions) -> Entry:
    if additions.page_counts and not entry.note:
        entry = replace(entry, note=text_of(_page_count(held)))
    listed = [one for one in held if one.is_linked]  # clients choke on a listed document without its box
    if additions.documents and listed and not entry.attachments:
        entry = replace(
            entry,
            checkbox=entry.checkbox or "all_documents",
            de_seq_num=entry.de_seq_num or (entry.link.de_seq_num if entry.link else "") or str(sequence),
            attachments=tuple(_attachment(one) for one in listed),
        )
    return entry


def _page_count(held: list[EntryDocument]) -> str:
    """Return "(3 pgs)" or "(23 pgs; 4 docs)"; nothing while the pages of a document are not known."""
    pages = [one.document.pages for one in held]
    known = [count for count in pages if count is not None]
    if not known or len(known) < len(pages):
        return ""
    total = sum(known)
    counted = f"{total} pg{'' if total == 1 else 's'}"
    return f"({counted}; {len(known)} docs)" if len(known) > 1 else f"({counted})"


def _attachment(held: EntryDocument) -> Attachment:
    document = held.document
    return Attachment(
        number=held.attachment_number,
        description=held.description or ("Main Document" if held.attachment_number == 0 else ""),
        document_id=document.document_id,
        pages=document.pages,
        bytes=document.bytes,
        size="" if document.bytes is None else _printed_size(document.bytes),
    )


def _printed_size(size: int) -> str:
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
