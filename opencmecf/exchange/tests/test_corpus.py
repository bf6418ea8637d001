"""Every docket of a collection of real ones goes in and comes back unchanged.

The collection is no part of this repository: `COURT_RECORDS` says where it is.
"""

from __future__ import annotations

import os
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from opencmecf.court.docket.actions import Outcome, take_over
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.profile.models import Court
from opencmecf.exchange import court_pages, docket_json
from opencmecf.foundation import reference, secrets
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.invariants import problems

BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "court_records"
COLLECTION = Path(os.environ.get("COURT_RECORDS", BESIDE)) / "dockets"
KINDS = ("district", "special", "bankruptcy", "appellate")


@pytest.mark.parametrize("kind", KINDS)
def test_every_docket_goes_in_and_comes_back(db: None, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    pages = sorted((COLLECTION / kind).rglob("*.html"))
    if not pages:
        warnings.warn(UserWarning(f"NO COLLECTION OF DOCKETS at {COLLECTION}: nothing was compared"), stacklevel=1)
        pytest.skip(f"no {kind} dockets at {COLLECTION}; set COURT_RECORDS")
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for page in pages:
        try:
            sheet = court_pages.read_docket(page.read_bytes(), page.stem.split("_")[0])
        except court_pages.Refused:
            counts["refused"] += 1
            continue
        counts["read"] += 1
        lost = _lost(sheet)
        counts["whole"] += not lost
        wrong.extend([f"{page.name}: {', '.join(lost)}"] if lost else [])
    _tell_the_planner()
    wrong.extend(problems())
    with capsys.disabled():
        read, refused = counts["read"], counts["refused"]
        print(f"\n{kind}: {counts['whole']} of {read} stored and given back whole; {refused} of {len(pages)} refused")
    assert not wrong


def _tell_the_planner() -> None:
    """The tables were empty when the server last counted; for an empty one it plans to compare each row with each."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _lost(sheet: DocketSheet) -> list[str]:
    """Return what went wrong with one sheet."""
    court, actor = _court(sheet.court_id)
    lost = []
    taken = take_over(sheet=sheet, court=court, actor=actor)
    if taken.outcome is Outcome.IMPORTED and sheet_of(taken.case, actor) != sheet:
        lost.append("it came back changed")
    if take_over(sheet=sheet, court=court, actor=actor).outcome is not Outcome.UNCHANGED:
        lost.append("a second import changed it")
    exported = "".join(docket_json.case_chunks(taken.case, actor))
    if taken.outcome is Outcome.IMPORTED and _elsewhere(exported) != sheet:
        lost.append("the export came back changed")
    return lost


def _elsewhere(exported: str) -> DocketSheet:
    """Return an exported case after its import into another court, under the name of its own court again."""
    sheet = docket_json.read_case(exported).sheet
    other, actor = _court(_scratch(sheet))
    case = take_over(sheet=replace(sheet, court_id=other.pk), court=other, actor=actor).case
    back = "".join(docket_json.case_chunks(case, actor))
    return replace(docket_json.read_case(back).sheet, court_id=sheet.court_id)


def _scratch(sheet: DocketSheet) -> str:
    """Return a court of the same kind of which the collection has no docket of the same case."""
    kind = [row.id for row in reference.courts().values() if row.kind is sheet.kind and row.id != sheet.court_id]
    known = {page.stem.split("_")[0] for page in COLLECTION.rglob("*.html")}
    return next((court_id for court_id in kind if court_id not in known), kind[0])


def _court(court_id: str) -> tuple[Court, Actor]:
    secret = secrets.seal("scratch")
    court, _ = Court.objects.get_or_create(pk=court_id, defaults={"sealed_client_secret": secret, "is_archive": True})
    return court, system("tests", court_id, frozenset({Role.COURT_ADMIN, Role.CLERK}))
