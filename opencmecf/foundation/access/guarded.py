"""Rows that not everybody may see are read through `visible_to`, and in no other way outside their own room."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


class GuardedQuerySet(models.QuerySet[Row]):
    """The base of every guarded table's queryset. A room's own class says what an actor may see."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that `actor` may see; a row that is left out is not there for them. Nobody sees anything here."""
        del actor
        return self.none()

    def get_for(self, actor: Actor, **lookup: Any) -> Row:
        """The one visible row of `lookup`. Raises `NotFound`, whether it is missing or merely hidden."""
        found = self.visible_to(actor).filter(**lookup).first()
        if found is None:
            raise NotFound
        return found
