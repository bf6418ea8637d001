"""What the worker does for documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opencmecf.court.documents.actions import Named, attach_file, name_documents
from opencmecf.court.documents.jobs import look_at_pages
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.tests.pdfs import WORDS, pdf_bytes
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

CLERK = system("tests", "flsd", frozenset({Role.CLERK}))


@pytest.mark.parametrize(
    ("pdf", "found"),
    [
        (pdf_bytes(2), {}),
        (pdf_bytes(1, contents=b"q 2 0 0 2 0 0 cm\n" + WORDS), {"1": [0, 1]}),
        (b"%PDF-1.7 and nothing more", None),
    ],
)
def test_pages_that_need_care_are_noted(house: House, settings: Any, tmp_path: Path, pdf: bytes, found: Any) -> None:
    settings.STORE = tmp_path
    (pk,) = name_documents(court_id=house.flsd.pk, named=[Named()])
    stored = default_store().put([pdf])
    attach_file(document=Document.objects.get(pk=pk), stored=stored, pages=1, file_name="a.pdf", actor=CLERK)
    for _ in range(2):
        look_at_pages(pk)
    assert Document.objects.get(pk=pk).unbalanced_pages == found
