from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.documents.models import Document
from opencmecf.court.profile.kinds import KINDS, CaseKind
from opencmecf.demo.dockets import documents, make_dockets
from opencmecf.demo.papers import ONLY_NAMED, PAGES, make_documents
from opencmecf.foundation import reference
from opencmecf.foundation.access import Actor, Role, anonymous, system
from opencmecf.foundation.storage import default_store
from opencmecf.invariants import problems
from opencmecf.testing.people import House


@pytest.fixture(autouse=True)
def courts(house: House) -> None:
    """The three courts of the demonstration."""
    assert house.flsd
    assert house.flsb
    assert house.ca11


def test_the_demonstration_has_a_docket_for_each_filing_menu(house: House) -> None:
    make_dockets()
    make_dockets()
    stored = [sheet_of(case, clerk_of(case)) for case in Case.objects.order_by("number")]
    assert sorted(stored, key=str) == sorted((one.sheet for one in documents()), key=str)
    kinds = {
        case.number_core: KINDS[reference.court(case.court_id).kind].case_kind(
            case_type=case.case_type, number_label=case.number_label
        )
        for case in Case.objects.all()
    }
    assert kinds == {
        "1:20-cr-20104": CaseKind.CRIMINAL,
        "1:20-cv-20001": CaseKind.CIVIL,
        "20-01003": CaseKind.ADVERSARY,
        "20-10017": CaseKind.BANKRUPTCY,
        "21-10417": CaseKind.APPEAL,
    }
    assert list(problems()) == []


def clerk_of(case: Case) -> Actor:
    """A clerk of the court of a case."""
    return system("tests", case.court_id, frozenset({Role.CLERK}))


def test_the_public_sees_no_sealed_entry_of_it(house: House) -> None:
    make_dockets()
    sheet = sheet_of(Case.objects.get(case_type="cr"), anonymous("flsd"))
    numbers = [entry.number for entry in sheet.entries]
    assert "6" not in numbers
    assert "7" not in numbers
    assert next(entry for entry in sheet.entries if entry.number == "12").link is None


def test_its_documents_can_be_opened_except_one_that_is_only_named(house: House, settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path
    make_dockets()
    make_documents()
    made = {document.document_id: document for document in Document.objects.exclude(sha256="")}
    make_documents()
    assert len(made) == Document.objects.exclude(sha256="").count() > 25
    assert [one.document_id for one in Document.objects.filter(sha256="", has_made_number=False)] == list(ONLY_NAMED)
    for document in made.values():
        with pikepdf.open(default_store().path(document.sha256)) as pdf:
            assert len(pdf.pages) == document.pages
    assert {name: made[name].pages for name in PAGES} == PAGES
    assert list(problems(read_every_file=True)) == []
