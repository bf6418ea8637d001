"""Giving a document its file, and checking that the store still has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opencmecf.court.documents.actions import Named, attach_file, name_documents
from opencmecf.court.documents.invariants import broken_files
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.rules import plain_file_name
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.storage import Store, Stored
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

CLERK = system("tests", "flsd", frozenset({Role.CLERK}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def document(house: House) -> Document:
    (pk,) = name_documents(court_id=house.flsd.pk, named=[Named(document_id="051020000101", pages=9, bytes=1)])
    return Document.objects.get(pk=pk)


@pytest.fixture
def stored(store: Store) -> Stored:
    return store.put([b"%PDF-1.7 ", b"and so on"])


def attach(document: Document, stored: Stored, *, actor: Actor = CLERK, **more: object) -> Document:
    values = {"pages": 3, "file_name": "Motion.pdf", **more}
    return attach_file(document=document, stored=stored, actor=actor, **values)  # type: ignore[arg-type]


def lines(store: Store, *, everything: bool = False) -> Iterator[str]:
    return broken_files(read_everything=everything, store=store)


def test_a_document_gets_a_file_once_and_says_whose_it_was(document: Document, stored: Stored) -> None:
    assert not document.has_file
    for _ in range(2):
        document = attach(document, stored)
    assert document.has_file
    assert (document.sha256, document.bytes, document.pages) == (stored.sha256, stored.length, 3)
    assert (document.media_type, document.file_name) == ("application/pdf", "Motion.pdf")
    assert document.stored_by == "system:tests"
    assert document.stored_at is not None
    (event,) = events_of(document.chain)
    assert event["act"] == "document:file:store"
    assert event["data"] == {"sha256": stored.sha256, "bytes": 18, "pages": 3, "file_name": "Motion.pdf"}


def test_another_file_is_refused(document: Document, stored: Stored, store: Store) -> None:
    attach(document, stored)
    with pytest.raises(Refused, match="has a file already"):
        attach(document, store.put([b"another"]))


@pytest.mark.parametrize("wrong", [{"media_type": "text/html"}, {"pages": 0}])
def test_what_is_no_document_is_refused(document: Document, stored: Stored, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        attach(document, stored, **wrong)
    document.refresh_from_db()
    assert not document.has_file


@pytest.mark.parametrize(("site", "role"), [("flsd", Role.PACER_USER), ("ca11", Role.CLERK)])
def test_viewers_and_other_courts_may_not(document: Document, stored: Stored, site: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        attach(document, stored, actor=system("tests", site, frozenset({role})))


def test_the_database_refuses_half_of_a_file(document: Document, stored: Stored) -> None:
    with pytest.raises(IntegrityError, match="document_file_complete"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(sha256=stored.sha256)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Motion to Stay.pdf", "Motion to Stay.pdf"),
        ("C:\\papers\\brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_is_kept_plain(given: str, kept: str) -> None:
    assert plain_file_name(given) == kept


def test_a_whole_store_is_clean(document: Document, stored: Stored, store: Store) -> None:
    attach(document, stored)
    assert list(lines(store, everything=True)) == []


def test_a_lost_file_is_told(document: Document, stored: Stored, store: Store) -> None:
    attach(document, stored)
    store.path(stored.sha256).unlink()
    (line,) = lines(store)
    assert line == f"document 051020000101 at flsd: its file {stored.sha256} is not in the store"


def test_a_shortened_file_is_told(document: Document, stored: Stored, store: Store) -> None:
    attach(document, stored)
    store.path(stored.sha256).chmod(0o640)
    store.path(stored.sha256).write_bytes(b"%PDF")
    (line,) = lines(store)
    assert "has 4 bytes and must have 18" in line


def test_changed_bytes_are_found_by_reading(document: Document, stored: Stored, store: Store) -> None:
    attach(document, stored)
    store.path(stored.sha256).chmod(0o640)
    store.path(stored.sha256).write_bytes(b"%PDF-1.7 xnd so on")
    assert list(lines(store)) == []
    (line,) = lines(store, everything=True)
    assert "are not those that were stored" in line
