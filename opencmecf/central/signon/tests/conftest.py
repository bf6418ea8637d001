"""Browsers at the login site."""

from __future__ import annotations

import pytest
from django.test import Client

from opencmecf.central.signon.tests.flow import Asking, log_in, machine
from opencmecf.testing.people import House


@pytest.fixture
def asking(house: House) -> Asking:
    """The court flsd, about to sign somebody in."""
    assert house.flsd
    return Asking()


@pytest.fixture
def stranger(house: House) -> Client:
    """A browser at the login site in which nobody has signed in."""
    house.account("john")
    return machine()


@pytest.fixture
def john(stranger: Client) -> Client:
    """A browser at the login site in which john has signed in."""
    assert log_in(stranger).status_code == 303
    return stranger
