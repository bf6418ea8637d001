"""How far a case, an entry, a text or a document is closed, and to whom it is there all the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, TextChoices

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.access.permissions import Permission


class Restriction(TextChoices):
    """Who may know of a thing; each level closes it further."""

    PUBLIC = "public", "Public"
    COURT = "court", "Court staff only"
    SEALED = "sealed", "Sealed"


def strictest(levels: Iterable[str]) -> Restriction:
    """Return the level that closes most; public without any."""
    order = list(Restriction)
    return max((Restriction(level) for level in levels), key=order.index, default=Restriction.PUBLIC)


def levels_open_to(actor: Actor) -> frozenset[Restriction]:
    """Return the levels of restriction that `actor` may look behind at their own site."""
    levels = {Restriction.PUBLIC}
    if actor.may(Permission.RECORD_RESTRICTED_READ):
        levels.add(Restriction.COURT)
    if actor.may(Permission.RECORD_SEALED_READ):
        levels.add(Restriction.SEALED)
    return frozenset(levels)


def sees_everything(actor: Actor, court_id: str) -> bool:
    """Return whether no restriction of this court hides anything from `actor`."""
    return actor.site == court_id and levels_open_to(actor) == frozenset(Restriction)


def seen_by(actor: Actor, *, court: str, restrictions: tuple[str, ...]) -> Q:
    """Return the condition under which `actor` may see a row.

    `court` is the lookup of the row's court id, `restrictions` the lookups of everything that may close the row. What
    is restricted is there for people of that very court alone.
    """
    public = Q(**dict.fromkeys(restrictions, Restriction.PUBLIC))
    levels = levels_open_to(actor)
    if levels == {Restriction.PUBLIC}:
        return public
    return public | Q(**{court: actor.site}, **{f"{lookup}__in": sorted(levels) for lookup in restrictions})


def may_see(actor: Actor, *, court_id: str, restriction: str) -> bool:
    """Return whether `actor` may see a thing of this court with this restriction."""
    if restriction == Restriction.PUBLIC:
        return True
    return actor.site == court_id and restriction in levels_open_to(actor)
