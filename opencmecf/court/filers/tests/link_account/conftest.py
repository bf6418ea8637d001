"""John, signed in, and the account that the court has issued to him."""

from __future__ import annotations

import pytest

from opencmecf.court.filers.models import CourtAccount
from opencmecf.testing.people import Browser, House


@pytest.fixture
def issued(house: House) -> CourtAccount:
    """The account that flsd has issued to john."""
    return house.court_account("john")


@pytest.fixture
def john(house: House, issued: CourtAccount) -> Browser:
    return house.signed_in("john", house.flsd)
