"""Finding the case, and ticking the cases that are associated with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from opencmecf.court.cases.typed_number import typed_number
from opencmecf.court.filing import queries
from opencmecf.court.filing.content import Content, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.surroundings import KnownCase
from opencmecf.court.filing.typed import whole_number
from opencmecf.foundation.access import Actor

LONGEST_NUMBER = 40
WRONG = "“{typed}” is no case number. Type it like {numbers}."
UNKNOWN = (
    "No case {typed} is at this court, or none that you may see. Check the number. A case of another court is filed in "
    "at that court's own site."
)


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the chosen cases, those that the typed number may mean, and those associated with them."""
    typed = query.get("number", "").strip()[:LONGEST_NUMBER]
    chosen, menu = list(space.around.cases.values()), space.around.kind.menu_for(space.content.menu)
    court_id, ids = space.draft.court_id, [case.id for case in chosen]
    named = [case for case in _found(typed, court_id, actor) if case.id not in ids]
    found = [case for case in named if case.kind is menu.cases]
    beside = [*ids, *(case.id for case in found)]
    associated = queries.associated_cases(beside, court_id=court_id, actor=actor) if beside else []
    return {
        "typed": typed,
        "numbers": menu.numbers,
        "problem": problem(typed, named, chosen, space) if typed else "",
        "chosen": chosen,
        "found": found,
        "only_one": len(found) == 1 and not chosen,
        "associated": [case for case in associated if case.id not in beside and case.kind is menu.cases],
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the ticked cases.

    Where a number was typed and no case is ticked yet, the one case that it means is taken; several are shown.
    """
    typed = sent.fields.get("number", "").strip()[:LONGEST_NUMBER]
    ticked = _ids(sent.fields.getlist("case"))
    content = _with_cases(space.content, ticked)
    if sent.button == "find":
        return Reading(content, urlencode({"number": typed}))
    if ticked or not typed:
        return Reading(content)
    found = _found(typed, space.draft.court_id, actor)
    if len(found) == 1 and found[0].kind is content.menu:
        return Reading(_with_cases(content, (found[0].id,)))
    return Reading(content, urlencode({"number": typed}))


def problem(typed: str, found: list[KnownCase], chosen: list[KnownCase], space: Workspace) -> str:
    """Return what is wrong with a typed number; nothing when it has led to a case that can be filed in here."""
    kind, menu = space.around.kind, space.content.menu
    if not typed_number(typed) and not found:
        *first, last = kind.menu_for(menu).numbers
        return WRONG.format(typed=typed, numbers=" or ".join(filter(None, (", ".join(first), last))))
    if not found and not chosen:
        return UNKNOWN.format(typed=typed)
    if found and all(case.kind is not menu for case in found):
        right = kind.menu_for(found[0].kind)
        return f"{found[0].core} is {right.cases.noun}. Choose {right.label} on the menu bar to file in it."
    return ""


def _found(typed: str, court_id: str, actor: Actor) -> list[KnownCase]:
    return queries.cases_found(typed, court_id=court_id, actor=actor) if typed else []


def _with_cases(content: Content, cases: tuple[int, ...]) -> Content:
    """Return the content with these cases; those that were chosen before come first, in their order."""
    kept = tuple(case for case in content.cases if case in cases)
    return replace(content, cases=kept + tuple(case for case in cases if case not in kept))


def _ids(values: list[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in map(whole_number, values) if number is not None))


PAGE = StepPage(
    step=Step.CASE, label="Case", title="Case number", template="filing/step_case.html", shown=shown, read=read
)
