"""What stands above every page about one case: number, short title, judges, dates, flags, status, restriction."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.filings import last_filing
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.query.rules import without_title
from opencmecf.foundation.access import Actor, Restriction

_DATE = "%m/%d/%Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """The head of a case page. `lines` are pairs of label and value; a line without label is a judge's.

    `restricted` says how a case is closed to others, for those who see it all the same.
    """

    case: Case
    lines: tuple[tuple[tuple[str, str], ...], ...]
    restricted: str

    @property
    def status(self) -> str:
        """Whether the case is open."""
        return "Closed" if self.case.date_terminated else "Open"


def case_head(case: Case, *, court: HostedCourt, actor: Actor) -> CaseHead:
    """Return the head of a case that `actor` may see, in one query.

    Programs take each line to be a judge's or to have labels (wire contract 6.3), so that
    nothing is printed without a value.
    """
    last = last_filing(case, actor)
    dates = (
        ("Date filed:", case.date_filed),
        ("Date terminated:", case.date_terminated),
        ("Date of last filing:", last),
    )
    judges = _labelled_judge(case) if court.kind.labels_judge else _presiding(case)
    return CaseHead(
        case=case,
        lines=(*judges, *(((label, f"{date:{_DATE}}"),) for label, date in dates if date is not None)),
        restricted=Restriction(case.restriction).label if case.restriction != Restriction.PUBLIC else "",
    )


def _presiding(case: Case) -> list[tuple[tuple[str, str], ...]]:
    named = ((case.assigned_to, "presiding"), (case.referred_to, "referral"))
    return [(("", f"{without_title(judge)}, {part}"),) for judge, part in named if without_title(judge)]


def _labelled_judge(case: Case) -> list[tuple[tuple[str, str], ...]]:
    pairs = (
        ("Case type:", case.case_type or "bk"),
        ("Chapter:", case.chapter),
        ("Judge:", without_title(case.assigned_to)),
    )
    return [tuple((label, value) for label, value in pairs if value)]
