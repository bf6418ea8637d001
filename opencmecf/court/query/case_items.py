"""The items of the case menu, as each kind of court has them (feature map 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from opencmecf.court.cases.models import Case
from opencmecf.court.query import case_reports
from opencmecf.court.query.relations import filers, related_transactions
from opencmecf.foundation.access import Actor
from opencmecf.foundation.reference import CourtKind

Report = Callable[[Case, Actor], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem:
    """One item of the case menu.

    `report` gives what its page shows by `template`, None where the case has nothing of it; the page is charged for.
    An item with `screen` opens a page of its own. One with neither is not there yet, and `coming` says so.
    """

    slug: str
    label: str
    address: str = ""
    report: Report | None = None
    template: str = ""
    screen: bool = False
    coming: str = ""
    nothing: str = ""

    @property
    def title(self) -> str:
        """The label without the dots of an item that asks for more."""
        return self.label.rstrip(" .")

    @property
    def works(self) -> bool:
        """Whether there is anything behind it."""
        return self.screen or self.report is not None


ALIAS = CaseItem(
    slug="alias",
    label="Alias",
    address="qryAlias.pl",
    report=case_reports.aliases,
    template="query/case/alias.html",
    nothing="No party of this case has another name on the docket.",
)
ASSOCIATED_CASES = CaseItem(
    slug="associated-cases",
    label="Associated Cases",
    address="qryAscCases.pl",
    report=case_reports.associated,
    template="query/case/associated_cases.html",
    nothing="The docket names no other case.",
)
ATTORNEY = CaseItem(
    slug="attorney",
    label="Attorney",
    address="qryAttorneys.pl",
    report=case_reports.attorneys,
    template="query/case/attorney.html",
    nothing="The docket names no attorney.",
)
CASE_FILE_LOCATION = CaseItem(
    slug="case-file-location",
    label="Case File Location...",
    address="QryRMSLocation.pl",
    coming="Where the paper file of a case is kept is not recorded here yet. Ask the clerk's office.",
)
CASE_SUMMARY = CaseItem(
    slug="case-summary",
    label="Case Summary",
    address="qrySummary.pl",
    report=case_reports.summary,
    template="query/case/case_summary.html",
)
DEADLINES = CaseItem(
    slug="deadlines-hearings",
    label="Deadlines/Hearings...",
    address="SchedQry.pl",
    coming="Deadlines and hearings are not kept apart from the docket yet. Read the docket text of orders and notices.",
)
DOCKET_REPORT = CaseItem(slug="docket-report", label="Docket Report ...", address="DktRpt.pl", screen=True)
FILERS = CaseItem(
    slug="filers",
    label="Filers",
    address="FilerQry.pl",
    report=filers,
    template="query/case/filers.html",
    nothing="No docket text of this case ends with the name of its filer.",
)
HISTORY = CaseItem(slug="history-documents", label="History/Documents...", address="HistDocQry.pl", screen=True)
PARTY = CaseItem(
    slug="party",
    label="Party",
    address="qryParties.pl",
    report=case_reports.parties,
    template="query/case/party.html",
    nothing="The docket names no party.",
)
RELATED_TRANSACTIONS = CaseItem(
    slug="related-transactions",
    label="Related Transactions...",
    address="RelTransactQry.pl",
    report=related_transactions,
    template="query/case/related_transactions.html",
    nothing="No docket text of this case refers to another entry by a link, and no motion was filed here.",
)
STATUS = CaseItem(
    slug="status", label="Status", address="StatusQry.pl", report=case_reports.status, template="query/case/status.html"
)
VIEW_A_DOCUMENT = CaseItem(slug="view-document", label="View a Document", address="qryDocument.pl", screen=True)
TRUSTEE = CaseItem(
    slug="trustee",
    label="Trustee",
    address="qryTrustee.pl",
    report=case_reports.trustees,
    template="query/case/party.html",
    nothing="The docket names no trustee.",
)


CREDITOR = CaseItem(
    slug="creditor",
    label="Creditor",
    address="qryCreditor.pl",
    report=case_reports.creditors,
    template="query/case/creditor.html",
    nothing="The docket names no creditor as a party. The list of creditors is not kept here yet.",
)


def _coming(slug: str, label: str, what: str) -> CaseItem:
    return CaseItem(slug=slug, label=label, coming=what)


_DISTRICT = (
    ALIAS,
    ASSOCIATED_CASES,
    ATTORNEY,
    CASE_FILE_LOCATION,
    CASE_SUMMARY,
    DEADLINES,
    DOCKET_REPORT,
    FILERS,
    HISTORY,
    PARTY,
    RELATED_TRANSACTIONS,
    STATUS,
    VIEW_A_DOCUMENT,
)
_BANKRUPTCY = (
    ALIAS,
    ASSOCIATED_CASES,
    ATTORNEY,
    CASE_SUMMARY,
    CREDITOR,
    DEADLINES,
    DOCKET_REPORT,
    FILERS,
    HISTORY,
    _coming("notice-of-case", "Notice of Bankruptcy Case Filing", "This notice is not made yet."),
    PARTY,
    RELATED_TRANSACTIONS,
    STATUS,
    TRUSTEE,
    _coming("claims-register", "Claims Register", "Creditors and claims are not kept yet."),
    _coming("list-of-creditors", "List of Creditors", "Creditors and claims are not kept yet."),
    VIEW_A_DOCUMENT,
)
MENUS: Mapping[CourtKind, tuple[CaseItem, ...]] = {
    CourtKind.DISTRICT: _DISTRICT,
    CourtKind.BANKRUPTCY: _BANKRUPTCY,
    CourtKind.APPELLATE: _DISTRICT,
    CourtKind.SPECIAL: _DISTRICT,
}
# Every item that has a page of the one shape: what it shows, or that it is coming.
_EVERY = {item.slug: item for menu in MENUS.values() for item in menu}
PAGES = tuple(item for item in _EVERY.values() if item.address and not item.screen)
