"""Whether a kept connection still lives, asked of the socket instead of the server.

Django asks the server itself, once per request. A server that has gone closes its end of the socket, which can be
seen here without a round trip: an idle connection has nothing to read. When there is something, the server is asked.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper


class DatabaseWrapper(PostgresqlWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the connection can be used for another request."""
        if self.connection is None or self.connection.closed:
            return False
        readable, _, _ = select.select([self.connection.pgconn.socket], [], [], 0)
        return super().is_usable() if readable else True
