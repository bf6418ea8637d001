"""A store of its own for every test, and people before a case with documents."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.viewing.tests.shelf import make_shelf
from opencmecf.foundation.access import Role
from opencmecf.testing.people import Browser, House


@pytest.fixture
def case(house: House) -> Case:
    return make_shelf(house.flsd)


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


@pytest.fixture
def clerk(house: House, case: Case) -> Browser:
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)


@pytest.fixture
def court_admin(house: House, case: Case) -> Browser:
    """Court staff who may read what is restricted, and not what is sealed."""
    house.linked("adele", role=Role.COURT_ADMIN)
    return house.signed_in("adele", house.flsd)
