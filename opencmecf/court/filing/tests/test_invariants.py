"""`cmecf check` notices whatever is done to a filing behind its back."""

from __future__ import annotations

import pytest
from django.db.models import F

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.models import Document
from opencmecf.court.filing import actions
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.court.receipts.invariants import broken_filings
from opencmecf.court.receipts.models import Receipt, ReceiptEntry
from opencmecf.testing.people import House


@pytest.fixture
def case(house: House) -> Case:
    """A case with three filings."""
    alice = actor_of(house.linked("alice"))
    found = represented(civil_case(house.flsd), by=alice)
    for _ in range(3):
        actions.submit(draft=draft_of(motion(found, alice, exhibits=0), house.flsd, alice), actor=alice)
    return found


def test_filings_as_they_were_made_are_whole(case: Case) -> None:
    assert case.entries.count() == 7
    assert list(broken_filings()) == []


def test_a_changed_receipt_is_noticed(case: Case) -> None:
    receipt = Receipt.objects.first()
    assert receipt is not None
    Receipt.objects.filter(pk=receipt.pk).update(facts={**receipt.facts, "filer": "Somebody Else"})
    assert any("is not as it was signed" in problem for problem in broken_filings())


def test_another_file_in_the_place_of_a_filed_one_is_noticed(case: Case) -> None:
    Document.objects.filter(stamp__isnull=False).update(sha256="0" * 64)
    assert sum("is not what the receipt" in problem for problem in broken_filings()) == 3


def test_a_filing_that_is_taken_away_is_noticed(case: Case) -> None:
    gone = ReceiptEntry.objects.get(case=case, place=2)
    gone.delete()
    assert any("filing 3 does not follow" in problem for problem in broken_filings())


def test_a_number_that_is_missing_or_changed_is_noticed(case: Case) -> None:
    DocketEntry.objects.filter(case=case, number="7").update(number="9", number_value=F("number_value") + 2)
    found = list(broken_filings())
    assert any("was number 7 and is 9" in problem for problem in found)
    assert any("are numbered 5 to 9" in problem for problem in found)
