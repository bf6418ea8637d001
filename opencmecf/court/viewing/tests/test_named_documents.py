"""A document that a docket names and that is not kept here, and one that nobody may know of."""

from __future__ import annotations

import pytest

from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
NOT_THERE = "Either you do not have permission to view the document, or the document does not exist in the case."


@pytest.fixture
def named(house: House) -> Document:
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    return Document.objects.order_by("number")[0]


@pytest.fixture
def charlie(house: House, named: Document) -> Browser:
    return house.signed_in("charlie", house.flsd)


def test_a_document_that_only_the_docket_names_says_so_and_costs_nothing(charlie: Browser, named: Document) -> None:
    page = charlie.get(f"/doc1/{named.prefix}1{named.number:08}")
    assert page.status_code == 200
    assert "This document is not kept here" in page.content.decode()
    assert not Charge.objects.exists()


def test_the_menu_says_what_is_not_kept_and_offers_nothing(charlie: Browser, named: Document) -> None:
    page = charlie.get(f"/doc1/{named.prefix}0{named.number:08}").content.decode()
    assert page.count("Not kept here") == 3
    assert "View All" not in page


def test_a_hidden_document_is_answered_like_one_that_does_not_exist(charlie: Browser, named: Document) -> None:
    restrict_document(document=named, restriction=Restriction.SEALED, reason="by order", actor=ADMIN)
    hidden = charlie.get(f"/doc1/{named.prefix}0{named.number:08}")
    missing = charlie.get(f"/doc1/{named.prefix}099999999")
    assert hidden.status_code == missing.status_code == 200
    assert NOT_THERE in hidden.content.decode()
    assert NOT_THERE in missing.content.decode()
    assert "not kept here" not in hidden.content.decode()
