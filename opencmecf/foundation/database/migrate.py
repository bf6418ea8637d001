"""Bringing a database to the current schema."""

from __future__ import annotations

from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import errors

from opencmecf.foundation.database.roles import grant_web_role
from opencmecf.foundation.errors import Refused

# Any number will do that nothing else locks; two processes that start at once migrate one after the other.
MIGRATION_LOCK = 20200127

# What a migration meets where another one of the same name was applied before.
_MADE_OTHERWISE = (
    *(errors.DuplicateTable, errors.DuplicateColumn, errors.DuplicateObject, errors.DuplicateFunction),
    *(errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedObject, errors.UndefinedFunction),
)
_COLUMNS = """
SELECT c.relname, a.attname, a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p', 'v') AND pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped
"""


def migrate() -> None:
    """Apply what is missing and grant the web role its rights. Does nothing when all is in place.

    Raises `Refused`, and changes nothing, when there is no way from the database's schema to this version's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        if not is_current():
            _apply()
        _refuse_other_schema()
        grant_web_role()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def is_current() -> bool:
    """Whether every migration of this version is applied.

    It compares names alone. Django's own answer imports all migrations and builds every state of the schema between
    them, which a start that has nothing to apply should not wait for.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    return all(step in applied for step in _steps())


def _apply() -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    except InconsistentMigrationHistory as error:
        raise _no_way(str(error)) from error
    except ProgrammingError as error:
        if not isinstance(error.__cause__, _MADE_OTHERWISE):
            raise
        raise _no_way(str(error).partition("\n")[0]) from error


def _refuse_other_schema() -> None:
    """Raise `Refused` when a table is not as this version's models know it, though every migration is applied.

    That is so where a migration was written anew under its old name, as happens before a first release.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        there = {(table, column): is_required for table, column, is_required in cursor.fetchall()}
    known = _columns_of_models()
    missing = known - there.keys()
    tables = {table for table, _ in known}
    unknown = {one for one, is_required in there.items() if is_required and one[0] in tables and one not in known}
    if missing or unknown:
        table, column = min(missing or unknown)
        raise _no_way(f'{"no column" if missing else "an unknown column"} "{column}" in "{table}"')


def _columns_of_models() -> set[tuple[str, str]]:
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {(model._meta.db_table, field.column) for model in models for field in model._meta.local_concrete_fields}


def _no_way(reason: str) -> Refused:
    return Refused(
        f"The database was made by another state of the program, and no way leads from its tables to ours: {reason}.",
        "Nothing that it holds was changed. Go on with the version that made it, or begin with an empty database; "
        "`RESET=1 make demo` begins the demonstration anew, without what was entered into it.",
    )


def _steps() -> set[tuple[str, str]]:
    """The application and the name of every migration there is, from the names of files."""
    found = set()
    for application in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(application.label)
        if module != f"{application.name}.migrations":
            raise ValueError(f"The migrations of {application.label} are not where they are looked for.")
        folder = f"{application.path}/migrations"
        found |= {(application.label, name) for _, name, is_package in iter_modules([folder]) if not is_package}
    return found
