"""A program of others, and John's browser at the login site."""

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
def desktop(house: House) -> Calling:
    """A public program on somebody's own computer."""
    return approved(house, is_public=True, redirect_uris=["http://127.0.0.1/back"], name="Desktop Calendar")


@pytest.fixture
def john(house: House) -> Client:
    """A browser at the login site in which John has logged in."""
    return browser_of(house)
