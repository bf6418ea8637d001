"""An attorney, somebody of the staff, and a case of the attorney's."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.foundation.access import Actor
from opencmecf.testing.people import House


@pytest.fixture
def alice(house: House) -> Actor:
    """The attorney."""
    return actor_of(house.linked("alice"))


@pytest.fixture
def john(house: House) -> Actor:
    """A member of her staff, with a PACER account and nothing at the court."""
    return house.actor("john")


@pytest.fixture
def case(house: House, alice: Actor) -> Case:
    return represented(civil_case(house.flsd), by=alice)
