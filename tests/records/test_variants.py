"""Real dockets, written as other browsers and editors would write them: a client reads ours as it reads the variant.

The records stand outside the repository; see `test_fidelity`. Each of them is written in a few of the ways, another
few for each, so that every way meets records of every kind.
"""

from __future__ import annotations

import pytest

from opencmecf.court.docket.json_form import from_json, to_json
from opencmecf.exchange.court_pages import Refused, read_docket
from opencmecf.exchange.court_pages.tests.test_shapes import WRITTEN
from opencmecf.testing.docket_pages import page_with
from tests.records.test_fidelity import PRESENT, RECORDS, cases, fidelity, report

pytestmark = pytest.mark.skipif(not PRESENT, reason=f"NO COURT RECORDS at {RECORDS}")

WAYS_OF_EACH = 3
LONGEST = 400_000  # characters; longer dockets are of no other shape
NEVER = {"as it is", "versus in small letters", "versus in full", "no versus", "without a lawyer"}  # other words


@pytest.mark.parametrize("kind", ["district", "special", "bankruptcy", "appellate"])
def test_client_reads_our_page_as_the_variant(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    ways = [way for way in WRITTEN if way not in NEVER]
    tool = fidelity()
    found: dict[str, list[str]] = {}
    count = refused = 0
    for place, case in enumerate(one for one in cases(kind) if len(one.original) < LONGEST):
        for step in range(WAYS_OF_EACH):
            way = ways[(place * WAYS_OF_EACH + step) % len(ways)]
            page = WRITTEN[way](case.original)
            count += 1
            try:
                ours = page_with(from_json(to_json(read_docket(page, case.court_id))))
            except Refused:
                refused += 1
                continue
            read = [tool.parsed(case.parser, case.court_id, one) for one in (page, ours)]
            differing = [path for path, _, _ in tool.differences(*read)]
            if differing:
                found[f"{case.path.name}, {way}"] = differing[:5]
    report(
        capsys, f"{kind}: {count - refused - len(found)} of {count} variants with 0 different fields, {refused} refused"
    )
    assert found == {}
    assert refused * 10 < count
