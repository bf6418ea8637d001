"""Pages as the server answers them carry what the courts' own carry; a value that is changed in one is noticed.

The records stand outside the repository; see `test_fidelity`. Each docket is imported, asked for over HTTP as a
client asks for it, and compared with the court's page. Two pages of one case, saved at two moments, are one case
here: what is served then is what both say, and only the first of them is compared.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opencmecf.central.signon import clients
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.exchange import importer
from opencmecf.exchange.court_pages import read_docket
from opencmecf.foundation.access import Role, system
from opencmecf.testing.people import SYSTEM, House
from tests.records.test_fidelity import (
    DAMAGES,
    PRESENT,
    RECORDS,
    TEXT_BAR,
    Case,
    damage,
    different_fields,
    notices,
    report,
    shown_words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not PRESENT, reason=f"NO COURT RECORDS at {RECORDS}")]

TRIAL = {
    "sort1": "oldest date first",
    "date_range_type": "Filed",
    "output_format": "html",
    "case_num": " ",
    "date_from": "1/1/1960",
    "pdf_header": "1",
}
PARTIES = {"list_of_parties_and_counsel": "on", "terminated_parties": "on"}
APPEAL = {
    "servlet": "CaseSummary.jsp",
    "incDktEntries": "Y",
    "incOrigDkt": "Y",
    "incPrior": "Y",
    "incAssoc": "Y",
    "incPanel": "Y",
    "incPtyAty": "Y",
    "incCaption": "long",
    "fullDocketReport": "Y",
    "actionType": "Run+Docket+Report",
}


@pytest.fixture
def served(house: House) -> Callable[[str], list[Case]]:
    """A function that imports the records of a kind and returns them with the pages that are served for them."""
    return lambda kind: [found for path in sorted((RECORDS / kind).glob("*.html")) if (found := _serve(house, path))]


def _serve(house: House, path: Path) -> Case | None:
    court = _court(house, path.stem.split("_")[0])
    admin = system("tests", court.pk, frozenset({Role.COURT_ADMIN, Role.CLERK}))
    made = importer.import_file(path, court=court, actor=admin)
    if made.outcome != "imported":
        return None
    sheet = read_docket(path.read_bytes(), court.pk)
    charlie = house.signed_in("charlie", court)
    if path.parent.name == "appellate":
        page = charlie.post("/n/beam/servlet/TransportRoom", APPEAL | {"caseNum": made.case_number})
    else:
        asked = TRIAL | {"all_case_ids": made.case_id} | (PARTIES if sheet.parties is not None else {})
        page = charlie.post("/cgi-bin/DktRpt.pl?1-L_1_0-1", asked)
    original = path.read_text(encoding="utf-8", errors="replace")
    return Case(path, court.pk, path.parent.name, original, sheet, page.content.decode())


def _court(house: House, court_id: str) -> Court:
    if court_id == "ca11":
        return house.ca11
    found = Court.objects.filter(pk=court_id).first()
    if found is None:
        found = profile.add_court(court_id=court_id, client_secret=court_id, actor=SYSTEM, is_archive=True)
        clients.add_court(court_id=court_id, secret=court_id, by=SYSTEM)
    return found


@pytest.mark.parametrize("kind", ["district", "special", "bankruptcy", "appellate"])
def test_client_reads_the_served_page_as_the_courts(
    kind: str, served: Callable[[str], list[Case]], capsys: pytest.CaptureFixture[str]
) -> None:
    cases = served(kind)
    fields = {case.path.name: found[:5] for case in cases if (found := different_fields(case, case.ours))}
    words = {case.path.name: ratio for case in cases if (ratio := _alike(case)) < TEXT_BAR}
    report(capsys, f"{kind}, served: {len(cases) - len(fields)} of {len(cases)} with 0 different fields")
    report(capsys, f"{kind}, served: {len(cases) - len(words)} of {len(cases)} with visible text at {TEXT_BAR}")
    assert fields == {}
    assert words == {}


def test_damage_to_a_served_page_is_noticed(
    served: Callable[[str], list[Case]], capsys: pytest.CaptureFixture[str]
) -> None:
    """As `test_damage_is_noticed`, with the pages that the server sends; what is derived is said there."""
    chance = random.Random(20_002)
    pool = [case for kind in ("district", "special", "bankruptcy", "appellate") for case in served(kind)]
    unnoticed = []
    for number in range(DAMAGES):
        case = chance.choice(pool)
        if not any(notices(case, damage(_sheet_of(case.ours), chance))):
            unnoticed.append((number, case.path.name))
    report(capsys, f"damage to served pages: {DAMAGES - len(unnoticed)} of {DAMAGES} noticed")
    assert unnoticed == []


def _sheet_of(page: str) -> str:
    """Return the page without its receipt and footer: neither is part of the docket, and no client compares them."""
    start = page.find("<hr><center>")
    return page if start < 0 else page[:start] + "</div></main></body></html>"


def _alike(case: Case) -> float:
    words: tuple[Any, Any] = (shown_words(case, case.original), shown_words(case, case.ours))
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()
