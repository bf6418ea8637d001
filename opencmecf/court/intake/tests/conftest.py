"""What every test of the intake needs."""

from __future__ import annotations

import pytest

from opencmecf.foundation.access import Actor, Role
from opencmecf.testing.people import House


@pytest.fixture
def alice(house: House) -> Actor:
    """Alice as a filer at flsd."""
    return Actor(label="filer:alice", site=house.flsd.pk, roles=frozenset({Role.FILER}))


@pytest.fixture
def john(house: House) -> Actor:
    """John as another one."""
    return Actor(label="filer:john", site=house.flsd.pk, roles=frozenset({Role.FILER}))
