"""Drawing headers on every page, against opening and saving the same PDF.

In the path: opening, drawing, saving, for a document whose pages the worker has looked at when it was stored. Looking
at them is measured as well, and has no bar: it is not done while somebody waits.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path

import papers
from measure import compare


def main() -> int:
    """Measure; returns the exit status."""
    os.environ.setdefault("SECRET_KEY", "only for measuring")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        return max(_measure(Path(folder), pages, rounds) for pages, rounds in ((25, 200), (1000, 40)))


def _measure(folder: Path, pages: int, rounds: int) -> int:
    import pikepdf

    from opencmecf.court.documents.stamp import Header
    from opencmecf.court.documents.stamp.balance import unbalanced_pages
    from opencmecf.court.documents.stamp.drawing import draw_headers
    from opencmecf.court.profile.kinds import KINDS
    from opencmecf.foundation.reference import CourtKind

    source, target = folder / f"{pages}.pdf", folder / "written.pdf"
    source.write_bytes(papers.typed(pages))
    style = KINDS[CourtKind.DISTRICT].header
    day = dt.date(2017, 8, 28)
    header = Header(
        style=style, court="flsd", case="1:20-cv-20001-RMA", document="52-3", id="051020000101", filed=day, entered=day
    )

    def open_and_save() -> None:
        with pikepdf.open(source) as pdf:
            pdf.save(target)

    status = compare(
        f"header on {pages} pages",
        floor=open_and_save,
        path=lambda: draw_headers(source, header, target, unbalanced={}),
        must=2.5,
        stretch=1.5,
        rounds=rounds,
    )
    with pikepdf.open(source) as pdf:
        began = time.perf_counter()
        unbalanced_pages(pdf)
        print(f"    looking at the pages beforehand takes {1000 * (time.perf_counter() - began):.1f} ms")
    return status


if __name__ == "__main__":
    sys.exit(main())
