"""The pages of the steps, in their order."""

from __future__ import annotations

from opencmecf.court.filing.content import Step
from opencmecf.court.filing.steps import (
    appearances,
    case,
    details,
    documents,
    events,
    filers,
    questions,
    references,
    text,
)
from opencmecf.court.filing.steps.page import StepPage
from opencmecf.foundation.errors import NotFound

PAGES: dict[Step, StepPage] = {
    page.step: page
    for page in (
        *(events.PAGE, case.PAGE, questions.PAGE, filers.PAGE, appearances.PAGE, documents.PAGE),
        *(references.PAGE, details.PAGE, text.TEXT_PAGE, text.REVIEW_PAGE),
    )
}


def page_of(step: str) -> StepPage:
    """Return the page of a step by its name. Raises `NotFound`."""
    if step not in set(Step):
        raise NotFound
    return PAGES[Step(step)]
