"""Finding somebody at a desk of the service center."""

from __future__ import annotations

from django.db import transaction

from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission

DESK = "service-center"  # the chain of what the service center does to no account in particular


@transaction.atomic
def note_search(*, words: str, count: int, permission: Permission, actor: Actor) -> None:
    """Note what somebody at a desk has looked for, and how many accounts were shown, be it none.

    `permission` is what opens that desk. Raises `NotAllowed` without it.
    """
    actor.require(permission)
    audit.record("service-center:person:find", chain=DESK, by=actor, words=words, count=count)
