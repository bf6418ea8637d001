"""The steps of a filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opencmecf.court.docket.events.event import (
    Dictionary,
    MainDocument,
    Need,
)
from opencmecf.court.filing.content import Content, Step
from opencmecf.court.filing.rules.filers import unrepresented
from opencmecf.court.filing.rules.lacking import Missing
from opencmecf.court.filing.rules.of_events import (
    asks_for_parties,
    events_of,
    later_prompts,
    main_document,
)
from opencmecf.court.filing.surroundings import Surroundings


def steps_of(content: Content, dictionary: Dictionary, around: Surroundings) -> tuple[Step, ...]:
    """Return the steps that this filing has, in their order."""
    events = [event for event, _ in events_of(content, dictionary)]
    has = {
        Step.FILERS: not events or any(asks_for_parties(event, content) for event in events),
        Step.APPEARANCES: bool(unrepresented(content, around)),
        Step.DOCUMENTS: not events or main_document(events) is not MainDocument.FORBIDDEN,
        Step.REFERENCES: any(event.reference is not Need.NONE for event in events),
        Step.DETAILS: any(later_prompts(event) or event.effects.rules_on_motions for event in events),
    }
    return tuple(step for step in Step if has.get(step, True))


def first_open(steps: Sequence[Step], content: Content, all_missing: Iterable[Missing]) -> Step:
    """Return the step at which a draft goes on: the first that was not done or lacks something."""
    lacking = {one.step for one in all_missing}
    return next((step for step in steps if step not in content.done or step in lacking), Step.REVIEW)
