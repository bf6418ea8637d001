"""Reading documents."""

from __future__ import annotations

from collections.abc import Collection

from opencmecf.court.documents.models import Document
from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.restriction import may_see
from opencmecf.foundation.errors import NotFound


def document_by_id(*, court_id: str, document_id: str, actor: Actor) -> Document:
    """Return the document with this classic id, whatever its fourth digit, or the one that stands in its place now.

    Raises `NotFound`, also for a hidden one.
    """
    prefix, number = split_id(document_id)
    named = Document.objects.filter(court_id=court_id, prefix=prefix, number=number)
    found = named.visible_to(actor).first()
    if found is not None:
        return found
    prefix, number = id_in_the_place_of(court_id=court_id, document_id=document_id)
    return Document.objects.get_for(actor, court_id=court_id, prefix=prefix, number=number)


def id_in_the_place_of(*, court_id: str, document_id: str) -> tuple[str, int]:
    """Return prefix and number of the document that stands in the place of this one; ("", 0) where none does.

    It says nothing of who may see either.
    """
    prefix, number = split_id(document_id)
    named = Document.objects.filter(court_id=court_id, prefix=prefix, number=number, replaced_by__isnull=False)
    former = named.first()
    if former is None:
        return "", 0
    return Document.objects.filter(pk=key_in_the_place_of(former)).values_list("prefix", "number").get()


def replaced_document(*, court_id: str, document_id: str, actor: Actor) -> Document:
    """Return a document as it was filed before another took its place. Raises `NotFound`.

    It is there for whoever may see it and the one that stands in its place.
    """
    prefix, number = split_id(document_id)
    found = Document.objects.filter(court_id=court_id, prefix=prefix, number=number, replaced_by__isnull=False).first()
    if found is None or not may_see(actor, court_id=court_id, restriction=found.restriction):
        raise NotFound
    Document.objects.get_for(actor, pk=key_in_the_place_of(found))
    return found


def ids_in_the_place_of(*, court_id: str, document_ids: Collection[str]) -> set[str]:
    """Return the ids of the documents that stand in the place of these now; none for those that nobody has replaced."""
    found: set[str] = set()
    wanted = {split_id(one) for one in document_ids}
    while wanted:
        here = Document.objects.filter(court_id=court_id, number__in={number for _, number in wanted})
        former = [one.pk for one in here.filter(replaced_by__isnull=False) if (one.prefix, one.number) in wanted]
        new = {one.document_id for one in Document.objects.filter(replaces__in=former)} - found
        found |= new
        wanted = {split_id(one) for one in new}
    return found


def formers_of(document: Document) -> list[Document]:
    """Return the documents in whose place this one stands, the latest first."""
    found: list[Document] = []
    last = [document]
    while last:
        last = list(Document.objects.filter(replaced_by__in=[one.pk for one in last]).order_by("-pk"))
        found += last
    return found


def split_id(document_id: str) -> tuple[str, int]:
    """Return prefix and running number of a classic document id; ("", 0) for what is none."""
    running = document_id[4:]
    if not document_id.isascii() or not running.isdigit() or len(running) > 18:
        return "", 0
    return document_id[:3], int(running)


def key_in_the_place_of(document: Document) -> int:
    """Return the key of the last of those that took one another's place; each was new when it did."""
    last, following = document.pk, document.replaced_by_id
    while following is not None:
        last = following
        following = Document.objects.filter(pk=last).values_list("replaced_by", flat=True).get()
    return last
