"""Whether a kept connection still lives, asked of the socket instead of the server; and statements planned once.

Django asks the server itself, once per request. A server that has gone closes its end of the socket, which can be
seen here without a round trip: an idle connection has nothing to read. When there is something, the server is asked.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined] # not in the stubs
from django.db.backends.utils import CursorWrapper
from psycopg.types.datetime import TimestamptzLoader


class DatabaseWrapper(PostgresqlWrapper):
    """A connection to PostgreSQL."""

    _planned_cursor: CursorWrapper | None = None

    def is_usable(self) -> bool:
        """Whether the connection can be used for another request."""
        if self.connection is None or self.connection.closed:
            return False
        readable, _, _ = select.select([self.connection.pgconn.socket], [], [], 0)
        return super().is_usable() if readable else True

    def get_connection_params(self) -> dict[str, Any]:
        """Django's own, and that statements are prepared at once: those of `planned_cursor`, for its own never are."""
        return {**super().get_connection_params(), "prepare_threshold": 0}

    def planned_cursor(self) -> CursorWrapper:
        """The cursor whose statements the server plans once for each connection, however often they run.

        It is one for each connection, and is not closed: making one takes as long as the server takes to answer. What
        a statement brings is fetched before the next one is run.
        """
        self.validate_thread_sharing()
        self.close_if_health_check_failed()  # as Django's own cursors do: the server may have been restarted
        if self.connection is None:
            self.ensure_connection()
        planned = self._planned_cursor
        if planned is None or planned.cursor.connection is not self.connection:
            planned = self._planned_cursor = self._new_planned_cursor()
        return self.make_debug_cursor(planned.cursor) if self.queries_logged else planned

    def _new_planned_cursor(self) -> CursorWrapper:
        """A cursor that reads times by the driver's own compiled code: Django's costs half as much as asking for a row.

        Both give UTC, which Django has set as the time zone of the connection.
        """
        with self.wrap_database_errors:
            cursor = ServerBindingCursor(self.connection)
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        wrapped: CursorWrapper = self.make_cursor(cursor)
        return wrapped
