"""A case with a filing of Alice's, and people of the court."""

from __future__ import annotations

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.tests.cases import actor_of, civil_case, represented
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.foundation.access import Actor, Role
from opencmecf.testing.people import House


@pytest.fixture
def alice(house: House) -> Actor:
    """Counsel for the plaintiff."""
    return actor_of(house.linked("alice"))


@pytest.fixture
def carla(house: House) -> Actor:
    """The clerk."""
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def jones(house: House) -> Actor:
    """The judge."""
    return actor_of(house.linked("jones", role=Role.JUDGE))


@pytest.fixture
def adele(house: House) -> Actor:
    """The court administrator, who may see what is for court staff, and nothing that is sealed."""
    return actor_of(house.linked("adele", role=Role.COURT_ADMIN))


@pytest.fixture
def case(house: House, alice: Actor) -> Case:
    return represented(civil_case(house.flsd), by=alice)


@pytest.fixture
def entry(house: House, case: Case, alice: Actor) -> DocketEntry:
    """Entry 5, a motion with two exhibits."""
    filing.submit(draft=draft_of(motion(case, alice, exhibits=2), house.flsd, alice), actor=alice)
    return case.entries.select_related("case").get(number="5")
