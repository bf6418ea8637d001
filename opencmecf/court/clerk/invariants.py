"""What must hold between entries, their revisions and their receipts (`cmecf check`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.clerk.queries import said
from opencmecf.court.receipts.models import ReceiptEntry

_BATCH = 500
_BRACKETS = str.maketrans("", "", "[]()")
_GAPS = """
SELECT entry_id, max(number), count(*) FROM entry_revision GROUP BY entry_id HAVING max(number) <> count(*)
"""


def broken_revisions() -> Iterator[str]:
    """Yield one sentence for each entry that its revisions do not lead to, or that its receipt does not begin."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        for entry, last, count in cursor.fetchall():
            yield f"entry {entry}: {count} revisions are numbered 1 to {last}."
    yield from _entries_that_say_something_else()
    yield from _entries_filed_otherwise()


def _entries_that_say_something_else() -> Iterator[str]:
    """The words and dates of an entry are those of the last revision that changed them."""
    rows = EntryRevision.objects.select_related("entry__case").order_by("entry", "number")
    expected: dict[str, Any] = {}
    before: EntryRevision | None = None
    for one in rows.iterator(chunk_size=_BATCH):
        if before is not None and before.entry_id != one.entry_id:
            yield from _differing(before, expected)
            expected = {}
        for name, value in one.before.items():
            if _is_text(name) and expected.get(name, value) != value:
                yield f"{one.entry}: revision {one.number} does not follow the one before."
        expected |= one.after
        before = one
    if before is not None:
        yield from _differing(before, expected)


def _differing(last: EntryRevision, expected: dict[str, Any]) -> Iterator[str]:
    now = said(last.entry)
    for name, value in expected.items():
        if _is_text(name) and now.get(name) != value:
            yield f"{last.entry}: it does not say what its revision {last.number} says."


def _is_text(name: str) -> bool:
    """Whether only a revision may change it: restrictions change by acts of their own as well."""
    return name in ("words", "date_filed")


def _entries_filed_otherwise() -> Iterator[str]:
    """An entry that was filed here says what its receipt says, or its first revision began there."""
    changed = EntryRevision.objects.filter(entry=OuterRef("entry"), before__has_key="words").order_by("number")
    rows = ReceiptEntry.objects.select_related("receipt", "entry__case").order_by("pk")
    rows = rows.annotate(first_words=Subquery(changed.values(words=KT("before__words"))[:1]))
    for one in rows.iterator(chunk_size=_BATCH):
        words = one.entry.words if one.first_words is None else one.first_words
        if _bare(words) != _bare(one.receipt.facts["docket_text"]):
            yield f"{one.entry}: its receipt says something else, and no revision tells why."


def _bare(words: str) -> str:
    """Return words without the brackets that notices put around numbers of entries and attachments."""
    return " ".join(words.translate(_BRACKETS).split())
