"""What a search has found, as the classic page lists it, charged for by its length."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.db import transaction

from opencmecf.court.cases.case_search import Criteria, Hit, Hits, search_cases
from opencmecf.court.cases.models import Case
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.query.charging import with_charge
from opencmecf.foundation.access import Actor, Restriction

DESCRIPTION = "Search"
PAGE_SIZE = 100
PROGRAM_PAGE_SIZE = 1000  # programs that know the classic page look for no second one
_CLASSES = ("rowBackground1", "rowbackground2")  # as clients spell them (wire contract 6.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCases:
    """A page of hits: `html` with the receipt, and the receipt alone; `after` is the key of the next page.

    `only_case` is the case to go to at once, where everything found belongs to it.
    """

    html: str
    receipt: str
    only_case: Case | None
    after: str


@transaction.atomic
def find_cases(*, criteria: Criteria, told: str, after: str, court: HostedCourt, actor: Actor) -> FoundCases:
    """Search, and make the one charge for what was found. A search without hits is charged as one page."""
    size = PROGRAM_PAGE_SIZE if actor.by_program else PAGE_SIZE
    hits = search_cases(court_id=court.court_id, criteria=criteria, size=size, after=after, actor=actor)
    html = hits_html(hits, by_name=criteria.name is not None)
    charged = with_charge(html, description=DESCRIPTION, criteria=told, court=court, capped=False, actor=actor)
    only_case = None if after else hits.only_case
    return FoundCases(html=charged, receipt=charged.removeprefix(html), only_case=only_case, after=hits.after)


def hits_html(hits: Hits, *, by_name: bool) -> str:
    """Return the heading, the number of hits and their table; rows are lean, for they are charged by their length."""
    one = hits.count == 1 and not hits.and_more
    what = "person" if by_name else "case"
    were = f"There was 1 matching {what}." if one else f"There were {hits.counted} matching {what}s."
    if not hits.hits:
        return f"<h2>Select a Case</h2>\n<p>{were}</p>\n"
    names = ["Name"] if by_name else []
    roles = ["Party Role"] if by_name else []
    heads = [*names, "Case No.", "Case Title", "Nature", "Date Filed", *roles, "Date Closed"]
    head = "".join(f"<th>{name}</th>" for name in heads)
    rows = "".join(_row(hit, place, by_name=by_name) for place, hit in enumerate(hits.hits))
    return (
        f"<h2>Select a Case</h2>\n<p>{were}</p>\n"
        f'<table class="hits{" named" if by_name else ""}"><tr>{head}</tr>\n{rows}</table>\n'
    )


def _row(hit: Hit, place: int, *, by_name: bool) -> str:
    case = hit.case
    cells = [
        f'<a href="iquery.pl?1-L_1_0-0-{escape(case.pacer_case_id)}">{escape(case.number)}</a>{_mark(case)}',
        escape(case.title, quote=False),
        escape(case.chapter or case.nature_of_suit.partition(" ")[0], quote=False),
        f"{case.date_filed:%m/%d/%Y}" if case.date_filed else "",
        f"{case.date_terminated:%m/%d/%Y}" if case.date_terminated else "N / A",
    ]
    if by_name:
        cells.insert(4, escape(hit.role, quote=False))
        cells.insert(0, escape(hit.name, quote=False))
    inside = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="{_CLASSES[place % 2]}">{inside}</tr>\n'


def _mark(case: Case) -> str:
    """Return by word how a case is closed to others, for those who see it all the same."""
    if case.restriction == Restriction.PUBLIC:
        return ""
    return f' <b class="restricted">{escape(Restriction(case.restriction).label)}</b>'
