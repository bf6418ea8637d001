"""The whole check of one file, from its first bytes to the words on its pages."""

from __future__ import annotations

from typing import Any, BinaryIO

import pikepdf

from opencmecf.court.intake.checks.envelope import check_envelope
from opencmecf.court.intake.checks.facts import Facts
from opencmecf.court.intake.checks.structure import check_form, check_objects, check_pages

# What qpdf says of a table of contents that leaves itself out, and of pages without fonts: nothing is lost by either.
_HARMLESS = ("a common error handled correctly by qpdf", "Resources is missing or invalid; repairing")
LARGEST_SIDE, SMALLEST_SIDE = 17 * 72.0, 3 * 72.0  # points


def look(files: list[BinaryIO], arguments: dict[str, Any]) -> dict[str, Any]:
    """Return `pages` (None where they cannot be counted) and `facts` of the one file."""
    (file,) = files
    facts = Facts()
    pages = None
    if check_envelope(file, facts):
        file.seek(0)
        pages = _look_inside(file, facts, most_pages=arguments["most_pages"])
    return {"pages": pages, "facts": facts.as_json()}


def _look_inside(file: BinaryIO, facts: Facts, *, most_pages: int) -> int | None:
    try:
        pdf = pikepdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError:
        facts.add("encrypted", detail="password")
        return None
    except (pikepdf.PdfError, RecursionError):
        facts.add("unreadable")
        return None
    with pdf:
        if pdf.is_encrypted:
            facts.add("encrypted")
            return None
        return _look_at(pdf, facts, most_pages)


def _look_at(pdf: pikepdf.Pdf, facts: Facts, most_pages: int) -> int | None:
    try:
        pages = len(pdf.pages)
        if not pages:
            facts.add("no-pages")
        if pages > most_pages:
            facts.add("too-many-pages")
            return pages
        check_pages(pdf, facts)
        check_objects(pdf, facts)
        check_form(pdf, facts)
        _check_sizes(pdf, facts)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        facts.add("unreadable")
        return None
    for warning in pdf.get_warnings():
        is_harmless = any(words in str(warning) for words in _HARMLESS)
        facts.add("slightly-damaged" if is_harmless else "damaged")
    return pages


def _check_sizes(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        left, bottom, right, top = (float(side) for side in page.mediabox)
        sides = sorted((abs(right - left), abs(top - bottom)))
        if sides[1] > LARGEST_SIDE or sides[0] < SMALLEST_SIDE:
            facts.add("odd-size", page=number)
