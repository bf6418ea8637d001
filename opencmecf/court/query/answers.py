"""A docket report as an answer: a page in one piece, or, when it is long, one that is sent as it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from opencmecf.court.query.report import Report

_PLACE = "<!-- report -->"


def report_page(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Return the page of a report, or its PDF. A long page leaves as it is made."""
    if report.pdf is not None:
        name = re.sub(r"[^0-9A-Za-z-]+", "-", report.sheet.case_number)
        disposition = f'inline; filename="docket-{name}.pdf"'
        return HttpResponse(report.pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
    page = {
        "report": mark_safe(_PLACE),  # noqa: S308 - ours
        "number": report.sheet.case_number,
        "case_id": report.sheet.pacer_case_id,
        "restricted": report.restricted,
        "section": "Query",
    }
    above, _, below = render_to_string("query/docket_report.html", page, request).partition(_PLACE)
    pieces = chain([above], report.html(), [below])  # escaped where they are made
    if not report.is_long:
        return HttpResponse("".join(pieces))
    return StreamingHttpResponse(_sent(pieces, report))


def _sent(pieces: Iterator[str], report: Report) -> Iterator[bytes]:
    try:
        for piece in pieces:
            yield piece.encode()
    except BaseException:  # most of all that the reader has gone, and this is closed
        report.note_broken_off()
        raise
