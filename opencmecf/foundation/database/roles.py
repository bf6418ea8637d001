"""The role that web and worker processes take in the database.

It reads and writes the tables of the house and cannot change the audit trail: there it may only read, and append
through `audit_append`. The owner's role is for migrations alone.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

READ_ONLY_TABLES = ("audit_event", "django_migrations")


def grant_web_role() -> None:
    """Create the web role where it is missing and give it exactly its rights; run after every migration.

    Needs a database user that may create roles, or a role that an administrator has created before
    (docs/operations/database.md).
    """
    role = sql.Identifier(settings.WEB_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.WEB_ROLE])
        if cursor.fetchone() is None:
            _run(cursor, "CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS", role)
        _run(cursor, "GRANT {role} TO CURRENT_USER", role)
        _run(cursor, "GRANT USAGE ON SCHEMA public TO {role}", role)
        _run(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", role)
        _run(cursor, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}", role)
        _run(cursor, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}", role)
        for table in READ_ONLY_TABLES:
            _run(cursor, "REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}", role, table=sql.Identifier(table))


def _run(cursor: CursorWrapper, statement: str, role: sql.Identifier, **names: sql.Identifier) -> None:
    cursor.execute(sql.SQL(statement).format(role=role, **names))
