"""Docket text: modify as appropriate; and its final form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.docket.events.composing import LONGEST_FREE_TEXT
from opencmecf.court.filing import queries, rules
from opencmecf.court.filing.content import Step
from opencmecf.court.filing.forms import text_form
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.foundation.access import Actor, Restriction


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the form of the changeable parts."""
    events = [event for event, _ in rules.events_of(space.content, space.dictionary)]
    prefixes = dict.fromkeys(prefix for event in events for prefix in event.prefixes)
    form = text_form(prefixes, space.content, LONGEST_FREE_TEXT).tell(lacking)
    return {"form": form, "closed_further": _closed_further(space)}


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the filer's own words."""
    prefix, free_text = (sent.fields.get(name, "").strip() for name in ("prefix", "free_text"))
    return Reading(replace(space.content, prefix=prefix, free_text=free_text))


def shown_final(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return everything that is about to be filed."""
    content, around = space.content, space.around
    events = [event for event, _ in rules.events_of(content, space.dictionary)]
    served = queries.served(content.cases, actor=actor)
    restriction = rules.restriction_of(events)
    is_sealed = restriction is not Restriction.PUBLIC or any(case.is_restricted for case in around.cases.values())
    return {
        "documents": [(number, paper, around.files.get(paper.upload)) for number, paper in enumerate(content.papers)],
        "cases": list(around.cases.values()),
        "by_mail": [one.name for one in served if one.by_mail and not is_sealed],
        "by_other_means": [one.name for one in served if is_sealed or not one.by_mail],
        "is_sealed": is_sealed,
        "fees": [fee for event in events if (fee := space.dictionary.fees.get(event.effects.fee))],
        "restriction": restriction.label if restriction is not Restriction.PUBLIC else "",
        "joins_openly": _joins_openly(space) if restriction is not Restriction.PUBLIC else [],
        "closed_further": _closed_further(space),
        "everything_missing": rules.missing(content, space.dictionary, around),
    }


def _joins_openly(space: Workspace) -> list[str]:
    """Return who joins an open case with a sealed filing: the docket lists parties and attorneys to everybody."""
    content, around = space.content, space.around
    is_open = {case.id for case in around.cases.values() if not case.is_restricted}
    parties = [f"{one.name} ({one.type})" for one in content.new_parties if one.case in is_open]
    counsel = [
        f"{around.name} for {rules.party_name(one.party, content, around)}"
        for one in content.appearances
        if one.party.case in is_open
    ]
    return parties + counsel


def _closed_further(space: Workspace) -> list[str]:
    """Return the numbers of the entries that not everybody who may read the filing may read."""
    known = (space.around.entries.get(one.entry) for one in space.content.references)
    entries = [one for one in known if one and rules.is_closed_further(one, space.content, space.dictionary)]
    return [one.number or "without a number" for one in entries]


def read_final(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content as it is."""
    return Reading(space.content)


TEXT_PAGE = StepPage(
    step=Step.TEXT,
    label="Text",
    title="Docket text: modify as appropriate",
    template="filing/step_text.html",
    shown=shown,
    read=read,
)
REVIEW_PAGE = StepPage(
    step=Step.REVIEW,
    label="Final text",
    title="Docket text: final text",
    template="filing/step_review.html",
    shown=shown_final,
    read=read_final,
)
