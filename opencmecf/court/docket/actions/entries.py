"""Writing docket entries and the documents that they hold, a thousand at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import Max, Subquery

from opencmecf.court.cases import numbers
from opencmecf.court.cases.models import Case
from opencmecf.court.docket import merging, reading, rows
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.printed_rows import kept_row_printer
from opencmecf.court.docket.restrictions import Restrictions
from opencmecf.court.docket.sheet import Attachment, DocketSheet, Entry
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.actions import Named, name_documents
from opencmecf.court.documents.queries import split_id
from opencmecf.court.profile.kinds import KINDS, DocumentMenu
from opencmecf.foundation import reference
from opencmecf.foundation.access import Restriction

BATCH = 1000
_RENUMBER = """
UPDATE docket_entry SET "order" = placed.place
FROM unnest(%s::bigint[], %s::int[]) AS placed (id, place) WHERE docket_entry.id = placed.id
"""


@dataclass(frozen=True, slots=True)
class _Held:
    """A document of an entry that is not stored yet."""

    row: DocketEntry
    attachment_number: int
    description: str
    named: Named
    is_linked: bool


class EntryWriter:
    """Writes entries of one case with their printed rows, and remembers which numbers the case has used."""

    def __init__(self, case: Case, restrictions: Restrictions, reserved: numbers.Reserved) -> None:
        self.case = case
        self.restrictions = restrictions
        self.reserved = reserved
        self._printed = kept_row_printer(case)
        self._menu = KINDS[reference.court(case.court_id).kind].document_menu
        used = list(case.entries.values_list("de_seq_num", "number"))
        self._sequences = {sequence for sequence, _ in used}
        self._numbers = Counter(number for _, number in used if number is not None)

    def write(self, placed: Iterable[tuple[int, int, Entry]]) -> None:
        """Write entries, each with its places in the docket and on the sheet."""
        remaining = iter(placed)
        while batch := list(islice(remaining, BATCH)):
            self._write(batch)

    def _write(self, batch: Sequence[tuple[int, int, Entry]]) -> None:
        made = [rows.entry_row(self.case, order, entry, row_html=self._printed(entry)) for order, _, entry in batch]
        for row, (_, on_sheet, entry) in zip(made, batch, strict=True):
            self._number(row, rows.printed_sequence(entry))
            row.restriction = self.restrictions.entries.get(on_sheet, Restriction.PUBLIC)
            row.text_restriction = self.restrictions.texts.get(on_sheet, Restriction.PUBLIC)
        missing = [row for row in made if row.has_made_seq_num]
        for row, sequence in zip(missing, self._free_sequences(len(missing)), strict=True):
            row.de_seq_num = sequence
        DocketEntry.objects.bulk_create(made)
        entries = zip(made, batch, strict=True)
        self._hold([held for row, (_, _, entry) in entries for held in _documents(row, entry, self._menu)])

    def _number(self, row: DocketEntry, sequence: int | None) -> None:
        if row.number is not None:
            row.repeat = self._numbers[row.number]
            self._numbers[row.number] += 1
        if sequence is None or sequence in self._sequences:
            row.has_made_seq_num = True
            return
        row.de_seq_num = sequence
        self._sequences.add(sequence)

    def _free_sequences(self, count: int) -> list[int]:
        found: list[int] = []
        while len(found) < count:
            taken = self.reserved.take(numbers.ENTRIES, count - len(found))
            found.extend(number for number in taken if number not in self._sequences)
        self._sequences.update(found)
        return found

    def _hold(self, held: Sequence[_Held]) -> None:
        documents = name_documents(
            court_id=self.case.court_id,
            named=[one.named for one in held],
            restrictions=self.restrictions.documents,
            reserved=self.reserved,
        )
        EntryDocument.objects.bulk_create(
            EntryDocument(
                entry=one.row,
                document_id=document,
                attachment_number=one.attachment_number,
                description=one.description,
                is_linked=one.is_linked,
            )
            for one, document in zip(held, documents, strict=True)
        )


def add_entries(case: Case, sheet: DocketSheet, restrictions: Restrictions, reserved: numbers.Reserved) -> int:
    """Add the entries that the case does not have, each at its place; returns how many there were."""
    known, arriving = _matched(case, sheet)
    fresh = arriving.count(None)
    if fresh:
        merged = merging.in_order(known, arriving, before=lambda: _is_earlier(case, sheet))
        _make_room(known, merged)
        placed = ((order, -1 - number) for order, number in enumerate(merged) if number < 0)
        writer = EntryWriter(case, restrictions, reserved)
        writer.write((order, index, sheet.entries[index]) for order, index in placed)
    return fresh


def numbers_needed(case: Case | None, sheet: DocketSheet) -> tuple[int, int]:
    """Return how many documents and how many entries of a sheet will get running numbers, at most.

    `case` is the one that has entries of the sheet already, None for a new one.
    """
    menu = KINDS[reference.court(sheet.court_id).kind].document_menu
    matched = _matched(case, sheet)[1] if case else [None] * len(sheet.entries)
    fresh = [entry for entry, known in zip(sheet.entries, matched, strict=True) if known is None]
    used = set(case.entries.values_list("de_seq_num", flat=True)) if case else set()
    printed = {rows.printed_sequence(entry) for entry in fresh} - {None} - used
    row = DocketEntry()
    named = [held.named for entry in fresh for held in _documents(row, entry, menu)]
    nameless = [one.dm_id for one in named if not split_id(one.document_id)[0]]
    return nameless.count("") + len(set(nameless) - {""}), len(fresh) - len(printed)


def _matched(case: Case, sheet: DocketSheet) -> tuple[list[int], list[int | None]]:
    """Return the entries of the case in order, and for each entry of the sheet which of them it is."""
    fields = ("pk", "number", "de_seq_num", "has_made_seq_num", "date_filed", "words", "known_as")
    known: list[int] = []

    def identities() -> Iterator[tuple[int, merging.Identity]]:
        stored = case.entries.order_by("order").values_list(*fields)
        for pk, number, sequence, is_made, date, words, former in stored.iterator(chunk_size=BATCH):
            known.append(pk)
            yield pk, merging.Identity(number, None if is_made else sequence, date, words, former or ())

    matcher = merging.Matcher(identities())
    return known, [matcher.find(merging.identity_of(entry, rows.printed_sequence(entry))) for entry in sheet.entries]


def note_last_entry(case: Case) -> None:
    """Write into the case the date of its last entry that everybody may see; after entries came or were restricted."""
    seen = DocketEntry.objects.filter(case=case, restriction=Restriction.PUBLIC).order_by("case")
    last = seen.values("case").annotate(last=Max("date_filed")).values("last")
    Case.objects.filter(pk=case.pk).update(last_entry_on=Subquery(last))


def _make_room(known: Sequence[int], merged: Sequence[int]) -> None:
    """Move the known entries that come to stand elsewhere."""
    former = {row: order for order, row in enumerate(known)}
    moved = [(row, order) for order, row in enumerate(merged) if row > 0 and former[row] != order]
    if moved:
        with connection.cursor() as cursor:
            cursor.execute(_RENUMBER, [[row for row, _ in moved], [order for _, order in moved]])


def _is_earlier(case: Case, sheet: DocketSheet) -> bool:
    """Return whether a sheet that shares no entry with the case is of the time before."""
    dates = [entry.date_filed for entry in sheet.entries if entry.date_filed]
    first = case.entries.exclude(date_filed=None).order_by("order").first()
    return bool(dates and first and first.date_filed and max(dates) < first.date_filed)


def _documents(row: DocketEntry, entry: Entry, menu: DocumentMenu) -> Iterator[_Held]:
    """Yield the documents of an entry: the one that its number leads to, and those that list or text name."""
    seen = set()
    for held in _named_documents(row, entry, menu):
        if held.attachment_number not in seen:
            seen.add(held.attachment_number)
            yield held


def _named_documents(row: DocketEntry, entry: Entry, menu: DocumentMenu) -> Iterator[_Held]:
    link = entry.link if entry.link is not None and entry.link.leads_to_document else None
    linked = _listed(link, entry)
    is_own_count = link is not None and linked is None  # the list leaves out what the number leads to
    places = [(one.number if is_own_count else menu.attachment_number(one.number), one) for one in entry.attachments]
    main = next((one for place, one in places if place == 0), None)
    if link is not None and (linked is None or linked is main):
        named = _named(link, pages=reading.page_count(entry), size=main.bytes if main else None)
        yield _Held(row, 0, main.description if main else "", named, True)
    for place, one in places:
        named = Named(document_id=one.document_id, pages=one.pages, bytes=one.bytes)
        yield _Held(row, place, one.description, named, bool(one.document_id))
    for said in reading.attachments_named(entry):
        if said.number:
            named = _named(said.link) if said.link else Named()
            yield _Held(row, said.number, said.description, named, said.link is not None)


def _listed(link: Link | None, entry: Entry) -> Attachment | None:
    """Return the document of the entry's list to which its number leads."""
    if link is None or not entry.attachments:
        return None
    asked = split_id(link.document_id)
    return next((one for one in entry.attachments if split_id(one.document_id) == asked), None)


def _named(link: Link, *, pages: int | None = None, size: int | None = None) -> Named:
    return Named(document_id=link.document_id, dm_id=link.dm_id, pages=pages, bytes=size)
