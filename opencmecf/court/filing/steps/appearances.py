"""The associations of attorney and party that do not exist yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.filing import rules
from opencmecf.court.filing.content import ChosenParty, NewAppearance, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.foundation.access import Actor


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the parties for whom the filer does not appear yet, with what was ticked."""
    content = space.content
    made = {one.party: one for one in content.appearances}
    rows = [
        {
            "key": _key(chosen),
            "name": rules.party_name(chosen, content, space.around),
            "case": space.around.cases[chosen.case],
            "made": made.get(chosen, NewAppearance(party=chosen)),
            "is_made": chosen not in content.declined,
        }
        for chosen in rules.unrepresented(content, space.around)
        if chosen.case in space.around.cases
    ]
    return {
        "rows": rows,
        "name": space.around.name,
        "has_pro_hac_vice": bool(space.around.kind.counsel.pro_hac_vice),
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the appearances that were ticked; the others are declined."""
    made, declined = [], []
    for chosen in rules.unrepresented(space.content, space.around):
        key = _key(chosen)
        if f"appear.{key}" not in sent.fields:
            declined.append(chosen)
            continue
        ticked = {part: f"{part}.{key}" in sent.fields for part in ("lead", "notice", "phv")}
        made.append(
            NewAppearance(
                party=chosen, is_lead=ticked["lead"], is_noticed=ticked["notice"], is_pro_hac_vice=ticked["phv"]
            )
        )
    return Reading(replace(space.content, appearances=tuple(made), declined=tuple(declined)))


def _key(chosen: ChosenParty) -> str:
    return f"{chosen.case}-{chosen.key}"


PAGE = StepPage(
    step=Step.APPEARANCES,
    label="Appearance",
    title="Attorney and party",
    template="filing/step_appearances.html",
    shown=shown,
    read=read,
)
