"""What the web role may do in the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from opencmecf.foundation.database.roles import grant_web_role

pytestmark = pytest.mark.django_db

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture(autouse=True)
def as_owner(db: None) -> Iterator[None]:
    """The owner has made a table and granted the web role its rights; all of it is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("CREATE TABLE scratch (id bigserial PRIMARY KEY, words text)")
    grant_web_role()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE opencmecf_web")


def rights(table: str) -> set[str]:
    with connection.cursor() as cursor:
        held = set()
        for privilege in PRIVILEGES:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [settings.WEB_ROLE, table, privilege])
            if cursor.fetchone()[0]:
                held.add(privilege)
        return held


def test_the_web_role_works_with_rows_and_cannot_empty_or_rebuild_a_table() -> None:
    assert rights("scratch") == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize("table", ["audit_event", "django_migrations"])
def test_the_web_role_only_reads_what_it_must_not_change(table: str) -> None:
    # The tests themselves are given TRUNCATE, to empty tables between transactional tests.
    assert rights(table) - {"TRUNCATE"} == {"SELECT"}


def test_granting_again_changes_nothing() -> None:
    grant_web_role()
    assert rights("scratch") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert rights("audit_event") - {"TRUNCATE"} == {"SELECT"}


def test_the_web_role_is_weak() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = %s",
            [settings.WEB_ROLE],
        )
        assert cursor.fetchone() == (False, False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE own (id int)", "DROP TABLE scratch", "ALTER TABLE scratch ADD COLUMN more int", "TRUNCATE scratch"],
)
def test_the_web_role_cannot_change_the_schema(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE opencmecf_web")
        cursor.execute(statement)


def test_the_web_role_takes_numbers_from_a_new_sequence() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE opencmecf_web")
        cursor.execute("INSERT INTO scratch (words) VALUES ('of a clerk') RETURNING id")
        assert cursor.fetchone() == (1,)
        cursor.execute("SET LOCAL ROLE NONE")
