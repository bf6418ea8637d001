"""Bringing a database to the current schema."""

from __future__ import annotations

from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from opencmecf.foundation.database.roles import grant_web_role

# Any number will do that nothing else locks; two processes that start at once migrate one after the other.
MIGRATION_LOCK = 20200127


def migrate() -> None:
    """Apply what is missing and grant the web role its rights. Does nothing when all is in place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        if not is_current():
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
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
