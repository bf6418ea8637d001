"""Writing the trail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.database.prepared import all_lines

_APPEND = """
SELECT audit_append(chain, body)
FROM (SELECT chain, body FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given (chain, body, place)
      ORDER BY place) AS in_order
"""


def record(act: str, *, chain: str, by: Actor, target: str = "", **data: Any) -> int:
    """Append `act` to `chain` in the transaction of the act itself; returns its position in the chain.

    `act` is scope:subject:verb. `data` holds what later readers need (before and after, reason) and
    never a password, a token or sealed text. Raises `RuntimeError` outside a transaction.
    """
    return record_all(records=[Record(act, chain=chain, target=target, data=data)], by=by)[0]


@dataclass(frozen=True, slots=True)
class Record:
    """One event for the trail, as `record` takes it."""

    act: str
    chain: str
    target: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def record_all(*, records: Sequence[Record], by: Actor) -> list[int]:
    """Append several events in the transaction of their act, in this order; returns their positions in their chains.

    Each waits for whoever appends to the same chain. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{records[0].act} is recorded outside the transaction of its act")
    bodies = [body_of(one.act, by=by, target=one.target, **one.data) for one in records]
    return [position for (position,) in all_lines(_APPEND, [[one.chain for one in records], bodies])]


def body_of(act: str, *, by: Actor, target: str = "", **data: Any) -> str:
    """The body of an event, for the one statement that carries out the act and records it by `audit_append`."""
    return canonical({"act": act, "by": by.label, "site": by.site, "target": target, "data": data})


def canonical(value: dict[str, Any]) -> str:
    """`value` as JSON with sorted keys and no spaces, so that equal events have equal hashes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
