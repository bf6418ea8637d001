"""Kept connections to a server that was restarted meanwhile."""

from __future__ import annotations

import os
import socket
from contextlib import closing

import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_planned_statement_is_not_sent_to_a_server_that_has_gone() -> None:
    with closing(connection.copy()) as kept:
        kept.ensure_connection()
        with socket.socket(fileno=os.dup(kept.connection.pgconn.socket)) as line:
            line.shutdown(socket.SHUT_RDWR)
        kept.close_if_unusable_or_obsolete()  # a new request begins
        cursor = kept.planned_cursor()  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_the_planned_cursor_is_one_for_each_connection() -> None:
    with closing(connection.copy()) as kept:
        first = kept.planned_cursor().cursor  # type: ignore[attr-defined] # see foundation/database/engine
        assert kept.planned_cursor().cursor is first  # type: ignore[attr-defined]
        kept.close()
        assert kept.planned_cursor().cursor is not first  # type: ignore[attr-defined]
