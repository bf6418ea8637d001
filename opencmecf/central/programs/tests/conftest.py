"""The docket calendar, and John's browser."""

from __future__ import annotations

import pytest
from django.test import Client

from opencmecf.central.programs.tests.makers import Calling, approved, browser_of
from opencmecf.testing.people import House


@pytest.fixture
def calendar(house: House) -> Calling:
    """A program on a server, approved for everything."""
    return approved(house)


@pytest.fixture
def john(house: House) -> Client:
    """A browser at the login site in which John has logged in."""
    return browser_of(house)
