"""What the database holds of filings, beside what the pages say of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import psycopg
from counsel import CASE, Counsel, draft_of, pdf

from opencmecf.court.receipts.verifying import verify
from opencmecf.testing.running import RunningDemo

_ENTRIES = """
    select e.number::int from docket_entry e join court_case c on c.id = e.case_id
    where c.court_id = 'flsd' and c.number_core = %s and e.number <> '' and e.words like '%%' || %s || '%%'
    order by e.number::int
"""


def entries_with(demo: RunningDemo, words: str = "") -> list[int]:
    """The numbers of the entries of the case whose docket text has these words."""
    return [number for (number,) in rows(demo, _ENTRIES, CASE, words)]


def receipts_of(demo: RunningDemo, draft: str) -> int:
    """How many receipts a draft has."""
    ((count,),) = rows(demo, "select count(*) from filing_receipt where key = %s", draft)
    return int(count)


def rows(demo: RunningDemo, query: str, *values: Any) -> list[Any]:
    """What the database answers."""
    with psycopg.connect(demo.database_url) as connection:
        return connection.execute(query, values).fetchall()


def check_not_filed(demo: RunningDemo, page: httpx.Response, words: str) -> None:
    """Raise AssertionError where anything of a filing is to be seen."""
    assert entries_with(demo, words) == []
    assert receipts_of(demo, draft_of(page)) == 0
    assert rows(demo, "select id from notice where facts::text like '%%' || %s || '%%'", words) == []


def check_filed_once(counsel: Counsel, page: httpx.Response, words: str, folder: Path) -> None:
    """Raise AssertionError unless a filing is there once, with a receipt that proves it offline."""
    demo, draft = counsel.demo, draft_of(page)
    (number,) = entries_with(demo, words)
    assert receipts_of(demo, draft) == 1
    receipt, filed = counsel.receipt(draft), folder / "notice.pdf"
    assert [entry["number"] for entry in receipt["receipt"]["entries"]] == [str(number)]
    filed.write_bytes(pdf(words))
    wrong = [one for one in verify(receipt, [filed], counsel.keys()) if not one.is_right]
    assert not wrong
    everything = entries_with(demo)
    assert everything == list(range(1, len(everything) + 1))
    again = counsel.press(page)  # as the back button does
    assert str(again.url).endswith(f"/{draft}/notice"), again.text
    assert counsel.receipt(draft) == receipt
    assert entries_with(demo) == everything
