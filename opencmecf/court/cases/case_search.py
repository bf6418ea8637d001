"""Finding cases by the people in them, by dates, status, nature of suit and cause.

Pages follow each other by key, so that the hundredth costs what the first does. Nobody finds a case by anything that
they may not see: every row comes through `visible_to`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from opencmecf.court.cases.index_names import NameWanted
from opencmecf.court.cases.models import Appearance, Case, Party
from opencmecf.foundation.access import Actor
from opencmecf.foundation.reference import SuitKind, natures_of_suit

COUNTED = 1000  # more are told as "1,000+"
OPEN, CLOSED = "open", "closed"
PARTY, ATTORNEY = "pty", "aty"

_CASE_COLUMNS = (
    "court_id",
    "pacer_case_id",
    "number",
    "title",
    "date_filed",
    "date_terminated",
    "nature_of_suit",
    "chapter",
    "restriction",
    "assigned_to",
    "referred_to",
    "case_type",
    "flags",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A stretch of days, each end included; None where it is open."""

    first: dt.date | None = None
    last: dt.date | None = None


_ANY_DAY = Days()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What is looked for; every criterion that is given must hold.

    `person` says whose name it is: a party's ("pty"), an attorney's ("aty"), that of a party in one role
    ("Defendant"), or anybody's. `nature_of_suit` is a code, `cause` the beginning of a cause ("28:1332").
    """

    name: NameWanted | None = None
    person: str = ""
    filed: Days = _ANY_DAY
    last_entry: Days = _ANY_DAY
    status: str = ""
    nature_of_suit: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One case; with whose name it was found by, and in what role."""

    case: Case
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of what was found. `after` is the key of the next page, empty on the last; `count` is of all pages."""

    hits: tuple[Hit, ...]
    count: int
    and_more: bool = False
    after: str = ""

    @property
    def counted(self) -> str:
        """The number of hits in words: "12", "1,000+"."""
        return f"{self.count:,}{'+' if self.and_more else ''}"

    @property
    def only_case(self) -> Case | None:
        """The case that everything found belongs to; None where there are several, or none."""
        cases = {hit.case.pk: hit.case for hit in self.hits}
        return next(iter(cases.values())) if len(cases) == 1 and not self.after else None


def search_cases(*, court_id: str, criteria: Criteria, size: int, after: str = "", actor: Actor) -> Hits:
    """Return at most `size` hits behind the key `after`: by name in the order of the index, otherwise newest first."""
    if criteria.name is None:
        return _by_case(court_id, criteria, size, after, actor)
    return _by_name(court_id, criteria, size, after, actor)


def _by_case(court_id: str, criteria: Criteria, size: int, after: str, actor: Actor) -> Hits:
    everything = Case.objects.visible_to(actor).filter(_of_case(criteria, ""), court_id=court_id)
    rows = everything.filter(_older_than(after)).only(*_CASE_COLUMNS).order_by("-date_filed", "-id")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    count = everything.order_by()[: COUNTED + 1].count() if more or after else len(found)
    return Hits(
        hits=tuple(Hit(case=case) for case in found),
        count=min(count, COUNTED),
        and_more=count > COUNTED,
        after=f"{found[-1].date_filed or ''}/{found[-1].pk}" if more else "",
    )


def _older_than(key: str) -> Q:
    """Return the condition of what follows a key; cases without a date of filing come first."""
    date, _, row = key.rpartition("/")
    pk = _row_number(row)
    if pk is None:
        return Q()
    if not date:
        return Q(date_filed__isnull=True, pk__lt=pk) | Q(date_filed__isnull=False)
    try:
        filed = dt.date.fromisoformat(date)
    except ValueError:
        return Q()
    return Q(date_filed__lte=filed) & (Q(date_filed__lt=filed) | Q(pk__lt=pk))


@dataclass(frozen=True, slots=True)
class _Person:
    """A row that a name was found in; persons sort by name, parties before attorneys, then by row."""

    key: tuple[str, int, int]
    hit: Hit


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Rows to look through, and how their case is reached. `kind` sorts them behind the others of the same name."""

    kind: int
    rows: QuerySet[Any]
    case: str

    def behind(self, key: tuple[str, int, int] | None, size: int) -> Iterator[_Person]:
        """Yield the rows behind a key, one more than `size` at most."""
        rows = self.rows
        if key is not None:
            name, last_kind, pk = key
            same = Q(pk__gt=pk) if self.kind == last_kind else Q(pk__isnull=self.kind < last_kind)
            rows = rows.filter(Q(index_name__gt=name) | same, index_name__gte=name)
        columns = ["name", "index_name", *(f"{self.case}__{column}" for column in _CASE_COLUMNS)]
        columns += ["type", "case"] if self.case == "case" else ["party", "party__case"]
        for row in rows.select_related(self.case).only(*columns).order_by("index_name", "id")[: size + 1]:
            yield _Person((row.index_name, self.kind, row.pk), _hit(row))

    def count(self) -> tuple[int, bool]:
        """Return how many hits there are among the first thousand rows, and whether there are more rows."""
        role = "type" if self.case == "case" else "party__case_id"
        first = list(self.rows.order_by().values_list("index_name", f"{self.case}_id", role)[: COUNTED + 1])
        return len(set(first[:COUNTED])), len(first) > COUNTED


def _by_name(court_id: str, criteria: Criteria, size: int, after: str, actor: Actor) -> Hits:
    wanted, key = _people(court_id, criteria, actor), _name_key(after)
    people = sorted((one for rows in wanted for one in rows.behind(key, size)), key=lambda one: one.key)
    more, page = len(people) > size, people[:size]
    hits = _once(page)
    count, and_more = len(hits), False
    if more or after:
        counts = [rows.count() for rows in wanted]
        count, and_more = sum(number for number, _ in counts), any(beyond for _, beyond in counts)
    return Hits(
        hits=tuple(hits),
        count=min(count, COUNTED),
        and_more=and_more or count > COUNTED,
        after="/".join(map(str, page[-1].key)) if more else "",
    )


def _people(court_id: str, criteria: Criteria, actor: Actor) -> list[_Wanted]:
    """Return whose names are to be looked through: parties, attorneys or both."""
    wanted = []
    if criteria.person != ATTORNEY:
        role = Q() if criteria.person in ("", PARTY) else Q(type__istartswith=criteria.person)
        parties = Party.objects.visible_to(actor).filter(role, _of_case(criteria, "case__"), case__court_id=court_id)
        wanted.append(_Wanted(0, _named(parties, criteria.name), "case"))
    if criteria.person in ("", ATTORNEY):
        there = _of_case(criteria, "party__case__")
        counsel = Appearance.objects.visible_to(actor).filter(there, party__case__court_id=court_id)
        wanted.append(_Wanted(1, _named(counsel, criteria.name), "party__case"))
    return wanted


def _named(rows: QuerySet[Any], name: NameWanted | None) -> QuerySet[Any]:
    """Narrow parties or appearances to those with a name."""
    if name is None:
        return rows
    if name.words:
        last = f"{name.words[-1]}:*" if name.goes_on else name.words[-1]
        query = SearchQuery(" <-> ".join([*name.words[:-1], last]), config="simple", search_type="raw")
        rows = rows.annotate(in_words=SearchVector("index_name", config="simple")).filter(in_words=query)
    else:
        rows = rows.filter(index_name__gte=name.start, index_name__lt=name.end)
    return rows.filter(index_name__contains=f", {name.rest}") if name.rest else rows


def _hit(row: Any) -> Hit:
    if isinstance(row, Party):
        return Hit(case=row.case, name=row.name, role=row.type)
    return Hit(case=row.party.case, name=row.name, role="Attorney")


def _once(people: Iterable[_Person]) -> list[Hit]:
    """Return hits in order; an attorney of several parties is one hit for each case."""
    found = {(one.key[0], one.hit.case.pk, one.hit.role): one.hit for one in people}
    return list(found.values())


def _name_key(after: str) -> tuple[str, int, int] | None:
    name, _, rest = after.partition("/")
    kind, _, row = rest.partition("/")
    pk = _row_number(row)
    return (name, int(kind), pk) if kind in ("0", "1") and pk is not None else None


def _row_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _of_case(criteria: Criteria, path: str) -> Q:
    """Return the conditions on the case, whose columns are reached by `path`."""
    ends: dict[str, Any] = {
        "date_filed__gte": criteria.filed.first,
        "date_filed__lte": criteria.filed.last,
        "last_entry_on__gte": criteria.last_entry.first,
        "last_entry_on__lte": criteria.last_entry.last,
        "date_terminated__isnull": {OPEN: True, CLOSED: False}.get(criteria.status),
        "cause__startswith": criteria.cause or None,
    }
    where = Q(**{path + lookup: value for lookup, value in ends.items() if value is not None})
    return where & _of_nature(criteria.nature_of_suit, f"{path}nature_of_suit")


def _of_nature(code: str, column: str) -> Q:
    if not code:
        return Q()
    first = Q(**{f"{column}__startswith": f"{code} "})
    nature = natures_of_suit().get(code)
    if nature is not None and nature.kind is SuitKind.ADVERSARY:  # which may have several, joined by "; "
        return first | Q(**{f"{column}__contains": f"; {code} "})
    return first
