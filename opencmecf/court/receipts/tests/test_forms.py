"""What is typed into *Verify a Document*."""

from __future__ import annotations

import pytest

from opencmecf.court.profile.kinds import KINDS
from opencmecf.court.receipts.forms import VerifyForm
from opencmecf.foundation.reference import CourtKind


@pytest.mark.parametrize(("typed", "meant"), [("12", ("12", 0)), (" 12-3 ", ("12", 3))])
def test_the_number_of_a_document(typed: str, meant: tuple[str, int]) -> None:
    form = VerifyForm({"case_number": "1:20-cv-20001", "document_number": typed}, kind=KINDS[CourtKind.DISTRICT])
    assert form.is_valid()
    assert form.numbers() == meant


@pytest.mark.parametrize("typed", ["12-3-4", "x12", "12-", "12-x", "1" * 10, "²", "12\n-3"])
def test_anything_else_is_told_beside_the_field(typed: str) -> None:
    form = VerifyForm({"case_number": "1:20-cv-20001", "document_number": typed}, kind=KINDS[CourtKind.DISTRICT])
    assert form.errors == {"document_number": ["Type a number such as 12, or 12-3 for an attachment."]}
