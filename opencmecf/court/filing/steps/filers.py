"""Choosing who files, against whom, and about which defendants; adding a party that is not in the case yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.docket.events.answers import clean
from opencmecf.court.docket.events.event import FiledBy, Need
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import ChosenParty, Content, NewParty, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.surroundings import KnownCase, KnownParty
from opencmecf.court.filing.typed import whole_number
from opencmecf.foundation.access import Actor

LONGEST_NAME = 300
_NEW = re.compile(r"n[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A party with its box: `value` is what the box sends."""

    value: str
    name: str
    note: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The parties of one case below its number."""

    case: KnownCase
    choices: tuple[Choice, ...]


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the parties of each case, once for each part that is asked for."""
    content = space.content
    events = [event for event, _ in rules.events_of(content, space.dictionary)]
    against = rules.against_need(events)
    by_party = not events or any(event.filed_by is FiledBy.PARTY for event in events)
    menu = space.around.kind.menu_for(content.menu)
    return {
        "title": space.around.kind.filer_step,
        "filers": _groups(space, content.filers, mine_first=True) if by_party else (),
        "against": _groups(space, content.against) if against is not Need.NONE else (),
        "against_required": against is Need.REQUIRED,
        "defendants": _groups(space, content.defendants, only="defendant") if content.menu.names_defendants else (),
        "cases": list(space.around.cases.values()),
        "roles": menu.party_roles,
        "is_attorney": space.around.is_attorney,
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the chosen parties, and with a party that was added."""
    content = replace(
        space.content,
        filers=_read(sent.fields.getlist("filer")),
        against=_read(sent.fields.getlist("against")),
        defendants=_read(sent.fields.getlist("defendant")),
    )
    content = _with_new(content, sent.fields)
    return Reading(content, "" if sent.button == "add" else None)


def _with_new(content: Content, fields: QueryDict) -> Content:
    """Return the content with the party whose name was typed, chosen in the part that was named."""
    name = clean(fields.get("new_name", ""))[:LONGEST_NAME]
    case = whole_number(fields.get("new_case", "")) or next(iter(content.cases), 0)
    if not name or case not in content.cases:
        return content
    used = {party.key for party in content.new_parties}
    key = next(key for key in (f"n{number}" for number in range(1, len(used) + 2)) if key not in used)
    role, text = (clean(fields.get(field, ""))[:LONGEST_NAME] for field in ("new_type", "new_text"))
    added = NewParty(key=key, case=case, type=role, name=name, text=text)
    chosen = ChosenParty(case=case, new=key)
    content = replace(content, new_parties=(*content.new_parties, added))
    if fields.get("new_part") == "against":
        return replace(content, against=(*content.against, chosen))
    return replace(content, filers=(*content.filers, chosen))


def _groups(
    space: Workspace, chosen: Iterable[ChosenParty], *, only: str = "", mine_first: bool = False
) -> tuple[Group, ...]:
    picked = set(chosen)
    groups = []
    for case in space.around.cases.values():
        known = [party for party in case.parties if party.type.casefold().startswith(only)]
        if mine_first:
            known.sort(key=lambda party: not party.is_mine)
        choices = [_choice(party, picked) for party in known]
        choices += (
            [] if only else [_new_choice(one, picked) for one in space.content.new_parties if one.case == case.id]
        )
        groups.append(Group(case, tuple(choices)))
    return tuple(groups)


def _choice(party: KnownParty, picked: set[ChosenParty]) -> Choice:
    notes = [
        party.type,
        "terminated" if party.is_terminated else "",
        "you appear for this party" if party.is_mine else "",
    ]
    note = ", ".join(filter(None, notes))
    return Choice(f"{party.case}:{party.id}", party.name, note, party.chosen in picked)


def _new_choice(party: NewParty, picked: set[ChosenParty]) -> Choice:
    chosen = ChosenParty(case=party.case, new=party.key)
    note = f"{party.type or 'no role'}, added with this filing"
    return Choice(f"{party.case}:{party.key}", party.name, note, chosen in picked)


def _read(values: Iterable[str]) -> tuple[ChosenParty, ...]:
    """Return the parties that boxes name: "7:12" is a party of a case, "7:n1" a new one."""
    found = []
    for value in values:
        case, party = (whole_number(part) for part in (value.partition(":")[0], value.partition(":")[2]))
        new = _NEW.fullmatch(value.partition(":")[2])
        if case is not None and (party is not None or new):
            found.append(ChosenParty(case=case, party=party or 0, new=new[0] if new else ""))
    return tuple(dict.fromkeys(found))


PAGE = StepPage(
    step=Step.FILERS,
    label="Filers",
    title="Select the filer",
    template="filing/step_filers.html",
    shown=shown,
    read=read,
)
