"""Bringing a database to the current schema."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from opencmecf.foundation.database.roles import grant_web_role

# Any number will do that nothing else locks; two processes that start at once migrate one after the other.
MIGRATION_LOCK = 20200127


def migrate() -> None:
    """Apply what is missing and grant the web role its rights. Does nothing when all is in place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        grant_web_role()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
