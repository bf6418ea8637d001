"""Referring to entries that are on the docket already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from opencmecf.court.docket.events.event import EntryKind, Need
from opencmecf.court.filing import queries, rules
from opencmecf.court.filing.content import Referred, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.typed import day_of, iso_day, whole_number
from opencmecf.foundation.access import Actor

FILTERS = ("kind", "since", "until", "numbers")
MOST_REFERENCES = 50
LABELS = {
    EntryKind.APPEAL: "Appeals",
    EntryKind.BRIEF: "Briefs and appendices",
    EntryKind.CHARGE: "Charging instruments",
    EntryKind.CLAIM: "Claims",
    EntryKind.DISCOVERY: "Discovery",
    EntryKind.JUDGMENT: "Judgments",
    EntryKind.LETTER: "Letters",
    EntryKind.MINUTES: "Minute entries",
    EntryKind.MOTION: "Motions",
    EntryKind.NOTICE: "Notices",
    EntryKind.ORDER: "Orders",
    EntryKind.OTHER: "Other documents",
    EntryKind.PETITION: "Petitions",
    EntryKind.PLAN: "Plans and disclosure statements",
    EntryKind.PLEADING: "Complaints, petitions and answers",
    EntryKind.RESPONSE: "Responses and replies",
    EntryKind.SCHEDULE: "Schedules and statements",
    EntryKind.SERVICE: "Service",
    EntryKind.TRIAL: "Trial documents",
    EntryKind.TRUSTEE: "Trustee’s reports and meetings",
}


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the entries that may be referred to, those that are ticked first, narrowed as was asked."""
    content = space.content
    events = [event for event, _ in rules.events_of(content, space.dictionary)]
    kinds = rules.kinds_referred_to(events)
    asked = {name: query.get(name, "").strip() for name in FILTERS}
    wanted = {kind for kind in kinds if kind == asked["kind"]} or kinds
    ticked = [one.entry for one in content.references]
    entries = queries.entries_to_refer_to(
        content.cases,
        court_id=space.draft.court_id,
        kinds=wanted,
        actor=actor,
        since=day_of(iso_day(asked["since"])),
        until=day_of(iso_day(asked["until"])),
        numbers=asked["numbers"],
        always=ticked,
    )
    by_case = [(case, [entry for entry in entries if entry.case == case.id]) for case in space.around.cases.values()]
    return {
        "kinds": [(kind.value, LABELS[kind]) for kind in LABELS if kind in kinds],
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "by_case": by_case,
        "count": len(entries),
        "most": queries.MOST_ENTRIES,
        "ticked": ticked,
        "is_optional": rules.reference_need(events) is not Need.REQUIRED,
        "refers_to_none": content.refers_to_none,
    }


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the ticked entries; those that were ticked keep what was said of them."""
    known = {one.entry: one for one in space.content.references}
    ticked = []
    for value in sent.fields.getlist("entry")[:MOST_REFERENCES]:
        case, entry = (whole_number(part) for part in (value.partition(":")[0], value.partition(":")[2]))
        if case is not None and entry is not None:
            ticked.append(known.get(entry, Referred(case=case, entry=entry)))
    content = replace(space.content, references=tuple(ticked), refers_to_none="none" in sent.fields and not ticked)
    asked = {name: sent.fields.get(name, "").strip() for name in FILTERS}
    return Reading(content, urlencode(asked) if sent.button == "find" else None)


PAGE = StepPage(
    step=Step.REFERENCES,
    label="References",
    title="Refer to existing docket entries",
    template="filing/step_references.html",
    shown=shown,
    read=read,
)
