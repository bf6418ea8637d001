"""The one place that decides who may see or do what."""

from opencmecf.foundation.access.actor import Actor, actor_of, anonymous, system
from opencmecf.foundation.access.doors import Opening, door
from opencmecf.foundation.access.guarded import GuardedQuerySet
from opencmecf.foundation.access.permissions import Permission, Role
from opencmecf.foundation.access.restriction import Restriction

__all__ = [
    "Actor",
    "GuardedQuerySet",
    "Opening",
    "Permission",
    "Restriction",
    "Role",
    "actor_of",
    "anonymous",
    "door",
    "system",
]
