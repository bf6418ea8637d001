"""Acts that a crash of the database server may undo."""

from __future__ import annotations

QUICKLY = "set_config('synchronous_commit', 'off', true)"


def may_be_lost(statement: str, *columns: str) -> str:
    """`statement`, which stands alone and returns `columns`, with a commit that does not wait for the disk.

    For steps of signing on alone: whoever loses one in a crash of the server signs on again, without a password even.
    Nothing that a person was told is done may be written this way.
    """
    return f"{statement.rstrip()}\nRETURNING {', '.join([*columns, QUICKLY])}\n"
