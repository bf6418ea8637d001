"""A request of John's, and the fee that the clerk has started for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opencmecf.court.admissions import actions
from opencmecf.court.admissions.models import Application
from opencmecf.court.admissions.tests.applicants import actor_of, submitted
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import Browser, House
from tests.contracts.fees.paying import work


@pytest.fixture(autouse=True)
def _places(settings: Any, tmp_path: Path) -> None:
    settings.STORE, settings.VAR = tmp_path / "store", tmp_path


@pytest.fixture
def carla(house: House) -> Actor:
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def clerk(house: House, carla: Actor) -> Browser:
    assert carla
    return house.signed_in("carla", house.flsd)


@pytest.fixture
def waiting(house: House) -> Application:
    return submitted(house.flsd, house.actor("john"), "admission")


@pytest.fixture
def due(waiting: Application, carla: Actor) -> Application:
    """A request whose fee can be paid by card."""
    started = actions.start_fee(application=waiting, cents=19900, actor=carla)
    work()
    started.refresh_from_db()
    return started


@pytest.fixture
def john(house: House, due: Application) -> Browser:
    assert due
    return house.signed_in("john", site=SiteKind.PACER)
