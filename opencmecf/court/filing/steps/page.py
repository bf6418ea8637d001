"""What every step has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from opencmecf.court.filing.content import Content, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.foundation.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was sent to a step: its fields, and the files that came along, by field, as intake has kept them."""

    fields: QueryDict
    files: Mapping[str, str] = field(default_factory=dict)
    button: str = "next"

    @property
    def values(self) -> dict[str, str]:
        """The value of each field, the last one where there are several."""
        return {name: self.fields.get(name, "") for name in self.fields}


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft's content with what was sent. Where `stay` is not None the same step is shown again, with that query."""

    content: Content
    stay: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """One step.

    `shown` makes what its template needs, with what is `lacking` at the step where that is to be told; `read` takes
    what was sent into the draft's content. Whatever was typed is kept, right or wrong: the rules tell what is missing.
    """

    step: Step
    label: str  # in the list of steps
    title: str
    template: str
    shown: Callable[[Workspace, Actor, QueryDict, tuple[Missing, ...]], dict[str, Any]]
    read: Callable[[Workspace, Actor, Sent], Reading]
