"""How many saved docket pages are taken over in a second, from reading the HTML to the commit.

The pages stand outside the repository: `COURT_RECORDS` (default `../shared/data/court_records`). Without them nothing
is measured.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

import town

RECORDS = Path(os.environ.get("COURT_RECORDS", town.CHECKOUT.parent / "shared/data/court_records")) / "dockets"
KINDS = ("district", "special", "bankruptcy", "appellate")


def main() -> int:
    """Measure; returns the exit status."""
    pages = [path for kind in KINDS for path in sorted((RECORDS / kind).glob("*.html"))]
    if not pages:
        print(f"no court records at {RECORDS}: importing was not measured")
        return 0
    town.open_town()
    from opencmecf.court.profile.models import Court
    from opencmecf.exchange import importer
    from opencmecf.foundation.access import Role, system

    spent, outcomes = 0.0, Counter[str]()
    for page in pages:
        court_id = page.stem.split("_")[0]
        court, _ = Court.objects.get_or_create(pk=court_id, defaults={"sealed_client_secret": "", "is_archive": True})
        actor = system("bench", court_id, frozenset({Role.COURT_ADMIN, Role.CLERK}))
        began = time.perf_counter()
        report = importer.import_file(page, court=court, actor=actor)
        spent += time.perf_counter() - began
        outcomes[report.outcome] += 1
    sums = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"importing: {len(pages) / spent:.1f} dockets a second ({sums})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
