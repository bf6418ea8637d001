"""Selecting the events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.docket.events.searching import search
from opencmecf.court.filing.content import ChosenEvent, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.foundation.access import Actor


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the events of the draft's category, those that are selected among them."""
    return choices(space, query.get("q", "").strip(), [one.code for one in space.content.events])


def choices(space: Workspace, wanted: str, selected: list[str]) -> dict[str, Any]:
    """Return the events of the draft's category that have the wanted words; the selected ones are always there."""
    content, dictionary = space.content, space.dictionary
    events = [
        event for event in dictionary.open_to(space.around.filers, content.menu) if event.category == content.category
    ]
    found = {event.code for event in search(events, wanted, most=len(events))} if wanted else None
    category = dictionary.category(content.category)
    return {
        "category": category,
        "several": category is not None and category.several,
        "events": [one for one in events if found is None or one.code in found or one.code in selected],
        "selected": selected,
        "q": wanted,
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the selected events; those that were there keep their answers."""
    known = {one.code: one for one in space.content.events}
    codes = list(dict.fromkeys(sent.fields.getlist("event")))
    events = tuple(known.get(code, ChosenEvent(code=code)) for code in codes)
    return Reading(replace(space.content, events=events), "" if sent.button == "filter" else None)


PAGE = StepPage(
    step=Step.EVENTS, label="Events", title="Select events", template="filing/step_events.html", shown=shown, read=read
)
