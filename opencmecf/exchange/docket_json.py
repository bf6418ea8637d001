"""A case as JSON for other systems and for the way back: its docket sheet, and who may see what of it.

The format is described in docs/exchange/docket-json.md. Two documents are read: a bare docket sheet
(`opencmecf.docket/1`), and a case (`opencmecf.case/1`) that holds one together with its restrictions and the numbers
that were made for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opencmecf.court.cases.models import Case
from opencmecf.court.docket import queries
from opencmecf.court.docket.json_form import FORMAT as SHEET_FORMAT
from opencmecf.court.docket.json_form import NotASheet, from_json, json_chunks
from opencmecf.court.docket.restrictions import Restrictions
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.foundation.access import Actor, Permission

FORMAT = "opencmecf.case/1"
MARKS = (f'"format": "{FORMAT}"', f'"format": "{SHEET_FORMAT}"')


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocument:
    """What a JSON document says: the sheet, and the restrictions of the case, its entries and documents."""

    sheet: DocketSheet
    restrictions: Restrictions = field(default_factory=Restrictions)


def case_chunks(case: Case, actor: Actor) -> Iterator[str]:
    """Yield the JSON of a case piece by piece, with what `actor` may see of it. Raises `NotFound`, `NotAllowed`."""
    actor.require_at(Permission.DOCKET_EXPORT, case.court_id)
    head = queries.head_of(case, actor)
    restrictions = queries.restrictions_of(case, actor)
    yield f'{{"format": "{FORMAT}", "restrictions": {json.dumps(restrictions.to_data())}, "docket": '
    yield from json_chunks(head, (stored.entry for stored in queries.stored_entries(case, actor)))
    yield "}\n"


def read_case(document: str | bytes) -> CaseDocument:
    """Return what a JSON document of either format says. Raises `NotASheet`."""
    try:
        data = json.loads(document)
    except ValueError as error:
        raise NotASheet("This is no JSON.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return CaseDocument(sheet=from_json(document))
    unknown = data.keys() - {"format", "restrictions", "docket"}
    if unknown or not isinstance(data.get("docket"), dict):
        raise NotASheet(f"This is no document of the format {FORMAT}.")
    return CaseDocument(sheet=from_json(json.dumps(data["docket"])), restrictions=_restrictions(data))


def _restrictions(data: dict[str, Any]) -> Restrictions:
    try:
        return Restrictions.from_data(data.get("restrictions") or {})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotASheet("The restrictions are not readable.") from error
