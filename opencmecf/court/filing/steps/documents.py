"""The main document and its attachments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from opencmecf.court.docket.events.event import MainDocument
from opencmecf.court.filing import rules
from opencmecf.court.filing.content import Content, Paper, Step
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.rules import LONGEST_DESCRIPTION, MOST_ATTACHMENTS, Missing
from opencmecf.court.filing.steps.page import Reading, Sent, StepPage
from opencmecf.court.filing.surroundings import KnownFile
from opencmecf.foundation.access import Actor

BLANK_ROWS = 3
MAIN_FILE = "main"
STAYS = ("upload", "remove")


@dataclass(frozen=True, slots=True)
class Row:
    """One attachment with its file."""

    number: int
    paper: Paper
    file: KnownFile | None


def shown(space: Workspace, actor: Actor, query: QueryDict, lacking: tuple[Missing, ...]) -> dict[str, Any]:
    """Return the files that are there, and blank rows for more."""
    content = space.content
    events = [event for event, _ in rules.events_of(content, space.dictionary)]
    files = space.around.files
    first = len(content.attachments) + 1
    return {
        "main": content.main,
        "main_file": files.get(content.main.upload) if content.main else None,
        "is_required": rules.main_document(events) is MainDocument.REQUIRED,
        "rows": [Row(n, paper, files.get(paper.upload)) for n, paper in enumerate(content.attachments, start=1)],
        "blank": range(first, min(first + BLANK_ROWS, MOST_ATTACHMENTS + 1)),
        "categories": list(dict.fromkeys(category for event in events for category in event.attachments)),
        "acknowledged": content.redaction_acknowledged,
        "longest": LONGEST_DESCRIPTION,
        "privacy_rules": space.around.kind.privacy_rules,
    }


def file_fields(content: Content) -> list[str]:
    """Return the names of the fields that may bring files."""
    blank = range(len(content.attachments) + 1, len(content.attachments) + BLANK_ROWS + 1)
    return [MAIN_FILE, *(f"file.{number}" for number in blank)]


def read(space: Workspace, actor: Actor, sent: Sent) -> Reading:
    """Return the content with the files that have come, and with what was said of those that were there."""
    content = space.content
    main = Paper(upload=sent.files[MAIN_FILE]) if MAIN_FILE in sent.files else content.main
    if sent.button == "remove.main":
        main = None
    attachments = [
        _described(paper, number, sent.fields)
        for number, paper in enumerate(content.attachments, start=1)
        if sent.button != f"remove.{number}"
    ]
    attachments += [
        _described(Paper(upload=sent.files[name]), int(name.partition(".")[2]), sent.fields)
        for name in file_fields(content)[1:]
        if name in sent.files
    ]
    acknowledged = "redaction" in sent.fields
    changed = replace(content, main=main, attachments=tuple(attachments), redaction_acknowledged=acknowledged)
    return Reading(changed, "" if sent.button.startswith(STAYS) else None)


def _described(paper: Paper, number: int, fields: QueryDict) -> Paper:
    category, description = (fields.get(f"{name}.{number}", "").strip() for name in ("category", "description"))
    return replace(paper, category=category, description=description)


PAGE = StepPage(
    step=Step.DOCUMENTS,
    label="Documents",
    title="Documents",
    template="filing/step_documents.html",
    shown=shown,
    read=read,
)
