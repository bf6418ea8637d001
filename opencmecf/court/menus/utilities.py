"""The Utilities menu as data, and finding a menu item by what people type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from opencmecf.court.desk import queries as desk
from opencmecf.court.filers.rules import SHOW_PACER_ACCOUNT
from opencmecf.court.filing.rules.filers import FILING_ROLES
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.sessions.menu import menu_of
from opencmecf.foundation.access import Actor, Permission

NOT_AT_ARCHIVES = frozenset(
    {
        Permission.ADMISSION_DECIDE,
        Permission.CASE_QUERY,
        Permission.COURT_GO_LIVE,
        Permission.DOCUMENT_FILE,
        Permission.FILER_LINK,
        Permission.FILER_MANAGE,
    }
)  # what is in the menu for these


@dataclass(frozen=True)
class Utility:
    """One item of the Utilities menu."""

    label: str
    url: str
    about: str = ""
    waiting: int = 0  # how many wait there for the person


EXEMPTION_STATUS = Utility(
    "Change PACER Exemption Status", "/utilities/exemption-status", "Exempt or not exempt from fees"
)  # for whoever has an exemption; the courts' own procedure shows everybody else three items (L5)


@dataclass(frozen=True)
class Group:
    """Items under one heading."""

    heading: str
    items: tuple[Utility, ...]


Choice = tuple[Permission, Utility]

CLIENT_CODE: Choice = (
    Permission.CLIENT_CODE_CHANGE,
    Utility("Change Client Code", "/utilities/client-code", "What your charges are sorted by"),
)
BILLING_HISTORY: Choice = (
    Permission.BILLING_HISTORY_READ,
    Utility("Review Billing History", "/utilities/billing-history", "What viewing here has cost you"),
)
PACER_ACCOUNT: Choice = (
    Permission.FILER_LINK,
    Utility(*SHOW_PACER_ACCOUNT, "The CM/ECF account of this court that it is linked to"),
)
CHECK_A_PDF: Choice = (
    Permission.DOCUMENT_FILE,
    Utility("Check a PDF", "/utilities/check-a-pdf", "What this court will say of a file, before you file it"),
)
ECF_ACCOUNT: Choice = (
    Permission.DOCUMENT_FILE,
    Utility("Maintain Your ECF Account", "/utilities/account", "Role, bar status, cases, filing agents"),
)
DELEGATION: Choice = (
    Permission.UTILITIES_OPEN,
    Utility("Staff and Filing for Others", "/utilities/delegation", "Who files for you, and for whom you file"),
)
MY_CASES: Choice = (
    Permission.DOCUMENT_FILE,
    Utility("My Cases", "/utilities/cases", "The cases of this court in which you appear"),
)
# The headings below those of the person's own account and of filing, in their order, the same at every court.
HEADINGS: tuple[tuple[str, tuple[Choice, ...]], ...] = (
    (
        "Notices and Mailings",
        (
            (
                Permission.DOCUMENT_FILE,
                Utility("E-mail Information", "/utilities/email", "Where and how you are told of filings"),
            ),
            (
                Permission.DOCUMENT_FILE,
                Utility("Mailing Info for a Case", "/utilities/mailing-info", "Who is told by e-mail, and who is not"),
            ),
        ),
    ),
    (
        "The Record",
        (
            (
                Permission.CASE_QUERY,
                Utility("Verify a Document", "/utilities/verify-document", "Whether it is what was filed"),
            ),
        ),
    ),
    (
        "Clerk’s Office",
        (
            (
                Permission.DOCKET_ENTRY_CORRECT,
                Utility("New Filings", "/clerk/filings", "What was filed lately, and e-mails that did not arrive"),
            ),
            (
                Permission.DOCKET_ENTRY_CORRECT,
                Utility("Correct an Entry", "/clerk/entries", "Text, date, links, who may see it, and wrong documents"),
            ),
        ),
    ),
    (
        "Court Administration",
        (
            (
                Permission.FILER_MANAGE,
                Utility("Court Accounts", "/court/accounts", "Find, issue, change, disable and unlink accounts"),
            ),
            (
                Permission.FILER_MANAGE,
                Utility("Attorneys on Dockets", "/court/appearances", "Who may hold an account here, to be tied to it"),
            ),
            (
                Permission.ADMISSION_DECIDE,
                Utility("Requests for Admission and E-Filing", "/court/admissions", "Approve, reject, ask, fees"),
            ),
            (
                Permission.FILER_MANAGE,
                Utility("Changes Made at PACER", "/court/contact-changes", "New addresses and names, to be looked at"),
            ),
            (
                Permission.ADMISSION_DECIDE,
                Utility(
                    "E-mail about New Requests", "/utilities/queue-mail", "A summary each morning, at once, or nothing"
                ),
            ),
            (Permission.COURT_GO_LIVE, Utility("Move to NextGen", "/court/go-live", "The go-live of this court")),
            (
                Permission.DOCKET_IMPORT,
                Utility("Import docket sheets", "/court/imports", "Saved pages become cases of this court"),
            ),
        ),
    ),
)


def groups(court: HostedCourt, actor: Actor) -> tuple[Group, ...]:
    """What `actor` finds under Utilities (L5); headings without an item are left out."""
    files_here = court.settings.is_nextgen and not court.settings.is_archive
    own = (MY_CASES,) if FILING_ROLES & actor.roles else ()
    filing = (*own, CHECK_A_PDF, DELEGATION) if files_here else (*own, CHECK_A_PDF)
    found = (
        Group("Your Account", _permitted(court, actor, *_of_the_account(court, actor))),
        Group("Filing", _drafts(court, actor) + _permitted(court, actor, *filing)),
        *(Group(heading, _permitted(court, actor, *choices)) for heading, choices in HEADINGS),
    )
    waiting = {queue.path: queue.count for queue in desk.queues(actor)}
    return tuple(_counted(group, waiting) for group in found if group.items)


def _counted(group: Group, waiting: Mapping[str, int]) -> Group:
    """Return a group whose items say how many wait there."""
    return Group(group.heading, tuple(replace(item, waiting=waiting.get(item.url, 0)) for item in group.items))


def _of_the_account(court: HostedCourt, actor: Actor) -> tuple[Choice, ...]:
    """Return the items of L5; the exemption stands among them for whoever holds one.

    Linking, by the name that the court has for it, is done once: what is linked takes its place.
    """
    linking = Utility(court.kind.link_label, "/utilities/link-account", "Once, before you file in this court")
    is_linked = court.settings.is_nextgen and actor.court_account_id is not None
    link = PACER_ACCOUNT if is_linked else (Permission.FILER_LINK, linking)
    exemption = ((Permission.EXEMPTION_SWITCH, EXEMPTION_STATUS),) if actor.exemptions else ()
    return (CLIENT_CODE, *exemption, link, BILLING_HISTORY, ECF_ACCOUNT)


def search(text: str, court: HostedCourt, actor: Actor) -> list[Utility]:
    """The menu items of `actor` whose words contain every word of `text`."""
    items = [Utility(item.label, item.url) for item in menu_of(court, actor)]
    items += [item for group in groups(court, actor) for item in group.items]
    words = text.casefold().split()
    return [item for item in items if all(word in f"{item.label} {item.about}".casefold() for word in words)]


def _drafts(court: HostedCourt, actor: Actor) -> tuple[Utility, ...]:
    """Return the list of drafts."""
    item = Utility("My Drafts", "/filing/drafts", "Filings that you have begun")
    return _permitted(court, actor, (Permission.DOCUMENT_FILE, item))


def _permitted(court: HostedCourt, actor: Actor, *choices: tuple[Permission, Utility]) -> tuple[Utility, ...]:
    closed = NOT_AT_ARCHIVES if court.settings.is_archive else frozenset()
    return tuple(item for permission, item in choices if actor.may(permission) and permission not in closed)
