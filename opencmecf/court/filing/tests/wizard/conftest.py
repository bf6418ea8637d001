"""A case, its counsel and the clerk, both signed in."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.filing.tests.cases import civil_case
from opencmecf.foundation.access import Role
from opencmecf.testing.people import Browser, House


@pytest.fixture
def case(house: House) -> Case:
    """Okafor v. Harbor Pilots."""
    return civil_case(house.flsd)


@pytest.fixture
def alice(house: House, case: Case) -> Browser:
    """Alice, signed in."""
    house.linked("alice")
    return house.signed_in("alice", house.flsd)


@pytest.fixture
def carla(house: House, case: Case) -> Browser:
    """The clerk, signed in."""
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)
