"""The caption of the case, and the questions of the events that are answered by a choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.filing import rules
from opencmecf.court.filing.content import Step
from opencmecf.court.filing.forms import draft_form, prompt_fields, read_answers
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.foundation.access import Actor


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the cases with what is to be known of them, and the questions."""
    events = [event for event, _ in rules.events_of(space.content, space.dictionary)]
    asked = [(event, prompt) for event in events for prompt in rules.early_prompts(event)]
    cases = [(case, rules.warnings_of(case)) for case in space.around.cases.values()]
    form = draft_form(*prompt_fields(asked, space.content)).tell(lacking)
    return {"cases": cases, "form": form, "asks": bool(asked)}


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the answers."""
    answered = tuple(
        replace(chosen, answers={**chosen.answers, **read_answers(event, rules.early_prompts(event), sent.values)})
        for event, chosen in rules.events_of(space.content, space.dictionary)
    )
    return Reading(replace(space.content, events=answered))


PAGE = StepPage(
    step=Step.QUESTIONS,
    label="Questions",
    title="Is this the right case?",
    template="filing/step_questions.html",
    shown=shown,
    read=read,
)
