"""The application that `bench_docket` asks: ours, and beside it the least that shows the rows of a docket."""

from __future__ import annotations

import os
from html import escape
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencmecf.config.settings")

from django.db import connection

from opencmecf.config.wsgi import application as ours

_ROWS = """
SELECT e.date_filed, e.number, e.link->>'document_id', e.words, e.date_entered
FROM docket_entry e JOIN court_case c ON c.id = e.case_id
WHERE c.pacer_case_id = %s AND e.restriction = 'public' ORDER BY e."order"
"""


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer `/floor/<case id>` at once, and everything else as in service."""
    path = environ["PATH_INFO"]
    if not path.startswith("/floor/"):
        return ours(environ, start_response)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [path.removeprefix("/floor/")])
        rows = [
            f'<tr><td>{filed:%m/%d/%Y}</td><td><a href="/doc1/{document}">{number}</a></td>'
            f"<td>{escape(words, quote=False)} (Entered: {entered:%m/%d/%Y})</td></tr>\n"
            for filed, number, document, words, entered in cursor
        ]
    body = f"<table>{''.join(rows)}</table>".encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
