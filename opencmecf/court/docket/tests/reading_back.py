"""A docket that was taken over, read back in one piece."""

from __future__ import annotations

from dataclasses import replace

from opencmecf.court.cases.models import Case
from opencmecf.court.docket import queries
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.foundation.access import Actor


def sheet_of(case: Case, actor: Actor) -> DocketSheet:
    """The sheet as it was taken over, without what `actor` may not see. Raises `NotFound`.

    An id that was made here is not in the sheet; `case.pacer_case_id` and `stored_entries` have them.
    """
    entries = tuple(stored.entry for stored in queries.stored_entries(case, actor))
    return replace(queries.head_of(case, actor), entries=entries)
