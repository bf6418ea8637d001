"""The remaining questions of the events: dates, judges, hearings, texts, and what becomes of motions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.docket.events.event import EntryKind, Outcome
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import PartOutcome, Referred, Step
from opencmecf.court.filing.forms import draft_form, prompt_fields, read_answers, ruling_field, ruling_fields
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.surroundings import KnownEntry
from opencmecf.foundation.access import Actor


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the questions, filled in; the judge of the case stands where one is asked for."""
    events = [event for event, _ in rules.events_of(space.content, space.dictionary)]
    asked = [(event, prompt) for event in events for prompt in rules.later_prompts(event)]
    judge = next((case.judge for case in space.around.cases.values() if case.judge), "")
    outcomes = rules.outcomes_of(events)
    rulings, ruled = ruling_fields(_motions(space) if outcomes else (), outcomes, space.content)
    fields, data = prompt_fields(asked, space.content, judge=judge)
    return {
        "form": draft_form({**rulings, **fields}, {**ruled, **data}).tell(lacking),
        "rules_on_motions": bool(rulings),
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the answers and the outcomes."""
    fields = sent.values
    answered = tuple(
        replace(chosen, answers={**chosen.answers, **read_answers(event, rules.later_prompts(event), fields)})
        for event, chosen in rules.events_of(space.content, space.dictionary)
    )
    references = tuple(_ruled(one, space.around.entries.get(one.entry), fields) for one in space.content.references)
    return Reading(replace(space.content, events=answered, references=references))


def _motions(space: Workspace) -> list[KnownEntry]:
    chosen = [space.around.entries.get(one.entry) for one in space.content.references]
    return [entry for entry in chosen if entry is not None and entry.kind is EntryKind.MOTION]


def _ruled(reference: Referred, entry: KnownEntry | None, fields: dict[str, str]) -> Referred:
    if entry is None:
        return reference
    rulings = [
        PartOutcome(part=part, relief=relief, outcome=Outcome(outcome))
        for part, relief in enumerate(entry.reliefs)
        if (outcome := fields.get(ruling_field(entry.id, part), "")) in set(Outcome)
    ]
    return replace(reference, rulings=tuple(rulings))


PAGE = StepPage(
    step=Step.DETAILS, label="Details", title="Details", template="filing/step_details.html", shown=shown, read=read
)
