"""Checking a PDF of twenty pages in the sandbox, against opening the same file with pikepdf in this process.

In the path: a fork that gives up everything, opening, every object and page, the answer; then a second one that reads
the words of all pages. In the floor: opening the file and counting its pages. For information: the floor does nothing
of what a check is for.
"""

from __future__ import annotations

import sys
import tempfile

import pikepdf
from measure import compare

from opencmecf.court.intake.tests.papers import paper
from opencmecf.foundation.sandbox import Sandbox

LINES = "\n".join(["It is so ordered, and the parties shall confer within fourteen days of this order."] * 40)


def main() -> int:
    """Measure; returns the exit status."""
    sandbox = Sandbox("opencmecf.court.intake.checks.entry")
    with tempfile.TemporaryFile() as file:
        file.write(paper(text=LINES, pages=20))
        file.flush()

        def floor() -> int:
            file.seek(0)
            with pikepdf.open(file) as pdf:
                return len(pdf.pages)

        def look() -> object:
            return sandbox.run("look", files=[file], arguments={"most_pages": 5000})

        def look_and_read() -> object:
            return look(), sandbox.run("read", files=[file], arguments={"seconds": 5})

        compare("pdf_check, look", floor=floor, path=look, must=100, stretch=30, rounds=60)
        compare("pdf_check, look and read", floor=floor, path=look_and_read, must=500, stretch=100, rounds=60)
    sandbox.stop()
    return 0  # no bar: it tells what a check costs


if __name__ == "__main__":
    sys.exit(main())
