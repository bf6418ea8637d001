"""What is done to a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opencmecf.court.cases import numbers
from opencmecf.court.documents import rules
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import key_in_the_place_of, split_id
from opencmecf.foundation import audit, clock, reference
from opencmecf.foundation.access import Actor, Permission, Restriction
from opencmecf.foundation.access.restriction import strictest
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import insert_all
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue, enqueue_all
from opencmecf.foundation.storage import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A document as a docket names it: by its classic id, by the id of before 2010, or not at all."""

    document_id: str = ""
    dm_id: str = ""
    pages: int | None = None
    bytes: int | None = None


@transaction.atomic
def name_documents(
    *,
    court_id: str,
    named: Sequence[Named],
    restrictions: Mapping[str, Restriction] | None = None,
    reserved: numbers.Reserved | None = None,
) -> list[int]:
    """Return the row of each named document, made where the court does not have it yet.

    What has no id gets a running number, of those that are `reserved` first. `restrictions` by document id close
    documents that are not here yet. Raises `Refused` for an id that was made here for another document.
    """
    closed = {split_id(document_id): level for document_id, level in (restrictions or {}).items()}
    by_id = _by_id(court_id, [one for one in named if split_id(one.document_id)[0]], closed)
    nameless = [one for one in named if not split_id(one.document_id)[0]]
    by_dm_id = _by_dm_id(court_id, {one.dm_id for one in nameless} - {""})
    fresh = [one for one in nameless if one.dm_id not in by_dm_id]
    with_dm_id = {one.dm_id: one for one in fresh if one.dm_id}
    reserved = reserved or numbers.none_reserved(court_id)
    made = _made(court_id, [*with_dm_id.values(), *(one for one in fresh if not one.dm_id)], reserved)
    by_dm_id |= dict(zip(with_dm_id, made, strict=False))
    rest = iter(made[len(with_dm_id) :])
    return [by_id.get(split_id(one.document_id)) or (by_dm_id[one.dm_id] if one.dm_id else next(rest)) for one in named]


def _by_id(
    court_id: str, named: Sequence[Named], closed: Mapping[tuple[str, int], Restriction]
) -> dict[tuple[str, int], int]:
    """Return the rows of documents with a classic id; of one that was replaced, the one that stands in its place."""
    asked = {split_id(one.document_id): one for one in reversed(named)}
    if not asked:
        return {}
    Document.objects.bulk_create(
        (
            Document(
                court_id=court_id,
                prefix=key[0],
                number=key[1],
                dm_id=one.dm_id,
                pages=one.pages,
                bytes=one.bytes,
                restriction=closed.get(key, Restriction.PUBLIC),
            )
            for key, one in asked.items()
        ),
        ignore_conflicts=True,
    )
    here = Document.objects.filter(court_id=court_id, number__in={number for _, number in asked})
    found = {(row.prefix, row.number): row for row in here}
    for key in asked:
        if found[key].has_made_number:
            raise Refused(f"The document number {found[key].document_id} was given here to another document.")
    return {key: key_in_the_place_of(found[key]) for key in asked}


def _by_dm_id(court_id: str, dm_ids: set[str]) -> dict[str, int]:
    if not dm_ids:
        return {}
    found = Document.objects.filter(court_id=court_id, dm_id__in=dm_ids).exclude(dm_id="")
    return {row.dm_id: key_in_the_place_of(row) for row in found.order_by("-pk")}


def _made(court_id: str, named: Sequence[Named], reserved: numbers.Reserved) -> list[int]:
    """Return new rows, with running numbers that no document of the court has."""
    prefix = reference.court(court_id).document_prefix
    free: list[int] = []
    while len(free) < len(named):
        taken = reserved.take(numbers.DOCUMENTS, len(named) - len(free))
        used = Document.objects.filter(court_id=court_id, prefix=prefix, number__in=taken)
        free.extend(sorted(set(taken) - set(used.values_list("number", flat=True))))
    made = Document.objects.bulk_create(
        Document(
            court_id=court_id,
            prefix=prefix,
            number=number,
            has_made_number=True,
            dm_id=one.dm_id,
            pages=one.pages,
            bytes=one.bytes,
        )
        for number, one in zip(free, named, strict=True)
    )
    return [row.pk for row in made]


@transaction.atomic
def restrict_document(*, document: Document, restriction: Restriction, reason: str, actor: Actor) -> Document:
    """Close a document or open it again, in every docket that holds it. Twice is one event."""
    actor.require_at(Permission.RECORD_RESTRICT, document.court_id)
    document = Document.objects.select_for_update().get_for(actor, pk=document.pk)
    if document.restriction == restriction:
        return document
    former, document.restriction = document.restriction, restriction
    document.save(update_fields=["restriction"])
    audit.record(
        "document:record:restrict", chain=document.chain, by=actor, former=former, to=restriction, reason=reason
    )
    return document


@transaction.atomic
def replace_document(
    *, document: Document, by: Document, restriction: Restriction, reason: str, actor: Actor
) -> Document:
    """Note that another document stands in the place of this one, and close this one; its file stays as it was filed.

    A document that is closed further than to `restriction` stays so. Raises `Refused` where one has taken
    its place already.
    """
    actor.require_at(Permission.DOCKET_ENTRY_CORRECT, document.court_id)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.replaced_by_id is not None:
        raise Refused("Somebody has replaced this document already.", "Open the entry again, and look at the new one.")
    document.replaced_by, document.restriction = by, strictest([document.restriction, restriction])
    document.save(update_fields=["replaced_by", "restriction"])
    audit.record(
        "document:record:replace",
        chain=document.chain,
        by=actor,
        document=by.document_id,
        restriction=document.restriction,
        reason=reason,
    )
    return document


@transaction.atomic
def attach_file(
    *, document: Document, stored: Stored, pages: int, file_name: str, media_type: str = rules.PDF, actor: Actor
) -> Document:
    """Give a document the file that is in the store already, for good. The same file twice is one event.

    `pages` are those of the file, `file_name` what it was called where it came from. Raises `Refused` when the
    document has another file, for a file of another type than PDF, and for one without pages.
    """
    actor.require_at(Permission.DOCUMENT_FILE, document.court_id)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.sha256 == stored.sha256:
        return document
    if document.has_file:
        raise Refused(f"Document {document} has a file already.", "File the other one as a document of its own.")
    rules.check_file(media_type=media_type, pages=pages)
    document.sha256, document.bytes, document.pages = stored.sha256, stored.length, pages
    document.media_type, document.file_name = media_type, rules.plain_file_name(file_name)
    document.stored_at, document.stored_by = clock.now(), actor.label
    document.save(update_fields=["sha256", "bytes", "pages", "media_type", "file_name", "stored_at", "stored_by"])
    audit.record(
        "document:file:store",
        chain=document.chain,
        by=actor,
        sha256=stored.sha256,
        bytes=stored.length,
        pages=pages,
        file_name=document.file_name,
    )
    enqueue("document:look-at-pages", document=document.pk)
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file in the store that becomes a document: `pages` are its own, `file_name` what its filer called it."""

    stored: Stored
    pages: int
    file_name: str


@part_of_an_act
def file_documents(
    *,
    court_id: str,
    numbers_taken: Sequence[int],
    files: Sequence[NewFile],
    restriction: Restriction,
    stored_at: datetime,
    actor: Actor,
) -> Sequence[Document]:
    """Make new documents of files that are in the store, in the transaction that enters them.

    `numbers_taken` are running numbers of the court's documents, one for each file, and `stored_at` the time of the act
    that enters the documents, which records them.
    """
    actor.require_at(Permission.DOCUMENT_FILE, court_id)
    prefix = reference.court(court_id).document_prefix
    made = insert_all(
        [
            Document(
                court_id=court_id,
                prefix=prefix,
                number=number,
                has_made_number=True,
                pages=file.pages,
                bytes=file.stored.length,
                restriction=restriction,
                sha256=file.stored.sha256,
                media_type=rules.PDF,
                file_name=rules.plain_file_name(file.file_name),
                stored_at=stored_at,
                stored_by=actor.label,
            )
            for number, file in zip(numbers_taken, files, strict=True)
        ],
        read_back="id",
    )
    enqueue_all("document:look-at-pages", [{"document": document.pk} for document in made])
    return made
