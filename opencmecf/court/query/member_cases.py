"""The list of member cases: those that name a case as their lead case."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCase:
    """A member case as the list names it."""

    case_id: str
    number: str
    title: str


def member_cases_html(members: tuple[MemberCase, ...]) -> str:
    """Return the list. It is no table: clients know the tables of a docket sheet by their order."""
    if not members:
        return '<div class="member-cases"><p><b>List of member cases</b></p><p>None.</p></div>\n'
    items = "".join(
        f'<li><a href="/cgi-bin/DktRpt.pl?{quote(one.case_id)}">{escape(one.number)}</a> {escape(one.title)}</li>'
        for one in members
    )
    return f'<div class="member-cases"><p><b>List of member cases</b></p><ul>{items}</ul></div>\n'
