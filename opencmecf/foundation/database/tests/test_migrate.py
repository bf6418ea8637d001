"""Whether a database is at this version's schema."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from opencmecf.foundation.database.migrate import is_current, migrate
from opencmecf.foundation.errors import Refused

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


def test_a_current_database_is_taken() -> None:
    migrate()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE docket DROP COLUMN notes",
        "ALTER TABLE docket RENAME COLUMN notes TO remarks",
        "ALTER TABLE docket ADD COLUMN remarks text; ALTER TABLE docket ALTER COLUMN remarks SET NOT NULL",
        "DROP TABLE docket_taken_over",
    ],
)
def test_a_database_of_migrations_that_were_written_anew_is_refused(change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    with pytest.raises(Refused) as refusal:
        migrate()
    assert "RESET=1" in refusal.value.remedy


def test_a_column_that_may_stay_empty_is_no_obstacle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE docket ADD COLUMN remarks text")
    migrate()


def test_a_migration_that_was_applied_under_another_name_is_refused() -> None:
    MigrationRecorder(connection).record_unapplied("docket", "0003_blank_above_caption")
    with pytest.raises(Refused, match="has_blank_above_caption"):
        migrate()


def test_a_migration_whose_own_beginning_is_missing_is_refused() -> None:
    MigrationRecorder(connection).record_unapplied("docket", "0001_initial")
    with pytest.raises(Refused, match="no way leads from its tables"):
        migrate()
