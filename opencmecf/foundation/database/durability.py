"""Acts that a crash of the database server may undo."""

from __future__ import annotations

from django.db import connection


def may_be_lost() -> None:
    """Let the current transaction commit without waiting for the disk.

    For steps of signing on alone: whoever loses one in a crash of the server signs on again, without a password even.
    Nothing that a person was told is done may be written this way. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outside a transaction there is nothing to commit quickly")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO OFF")
