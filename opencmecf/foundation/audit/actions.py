"""Writing the trail."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.database.prepared import first_line


def record(act: str, *, chain: str, by: Actor, target: str = "", **data: Any) -> int:
    """Append `act` to `chain` in the transaction of the act itself; returns its position in the chain.

    `act` is scope:subject:verb. `data` holds what later readers need (before and after, reason) and
    never a password, a token or sealed text. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{act} is recorded outside the transaction of its act")
    line = first_line("SELECT audit_append(%s, %s)", [chain, body_of(act, by=by, target=target, **data)])
    position: int = line[0] if line else 0
    return position


def body_of(act: str, *, by: Actor, target: str = "", **data: Any) -> str:
    """The body of an event, for the one statement that carries out the act and records it by `audit_append`."""
    return canonical({"act": act, "by": by.label, "site": by.site, "target": target, "data": data})


def canonical(value: dict[str, Any]) -> str:
    """`value` as JSON with sorted keys and no spaces, so that equal events have equal hashes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
