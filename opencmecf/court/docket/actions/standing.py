"""What an entry does to the standing of a case: it is closed, opened again, flagged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from opencmecf.court.cases.models import Case, HeaderFact
from opencmecf.foundation.database.acts import part_of_an_act

TERMINATED = "Date Terminated"


@part_of_an_act
def close_case(*, case: Case, on: date) -> None:
    """Close a case, in its row and its header. The caller has the case locked and records the act."""
    case.date_terminated = on
    case.save(update_fields=["date_terminated"])
    words = f"{on:%m/%d/%Y}"
    right = HeaderFact.objects.filter(case=case, column=HeaderFact.Column.RIGHT)
    if not right.filter(label=TERMINATED).update(words=words, words_runs=None):
        last = right.aggregate(last=Max("order"))["last"]
        order = 0 if last is None else last + 1
        HeaderFact.objects.create(case=case, column=HeaderFact.Column.RIGHT, order=order, label=TERMINATED, words=words)


@part_of_an_act
def reopen_case(*, case: Case) -> None:
    """Open a case again. The caller has the case locked and records the act."""
    case.date_terminated = None
    case.save(update_fields=["date_terminated"])
    HeaderFact.objects.filter(case=case, label=TERMINATED).update(words="", words_runs=None)


@part_of_an_act
def change_flags(*, case: Case, set_: Iterable[str] = (), clear: Iterable[str] = ()) -> None:
    """Raise and clear flags of a case. The caller has the case locked and records the act."""
    cleared = set(clear)
    flags = [flag for flag in case.flags if flag not in cleared]
    flags += [flag for flag in set_ if flag not in flags]
    if flags != case.flags:
        case.flags = flags
        case.save(update_fields=["flags"])
