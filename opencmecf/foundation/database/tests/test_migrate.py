"""Whether a database is at this version's schema."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from opencmecf.foundation.database.migrate import is_current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")


def test_a_database_with_every_migration_is_current() -> None:
    assert is_current()


@pytest.mark.parametrize("step", sorted(MigrationLoader(None).disk_migrations), ids="-".join)
def test_a_database_that_lacks_one_is_not(step: tuple[str, str]) -> None:
    MigrationRecorder(connection).record_unapplied(*step)
    assert not is_current()
