"""The Utilities menu as data, and finding a menu item by what people type."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.sessions.menu import menu_of
from opencmecf.foundation.access import Actor, Permission

NOT_AT_ARCHIVES = frozenset(
    {
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


EXEMPTION_STATUS = Utility(
    "Change PACER Exemption Status", "/utilities/exemption-status", "Exempt or not exempt from fees"
)  # for whoever has an exemption; the courts' own procedure shows everybody else three items (L5)


@dataclass(frozen=True)
class Group:
    """Items under one heading."""

    heading: str
    items: tuple[Utility, ...]


def groups(court: HostedCourt, actor: Actor) -> tuple[Group, ...]:
    """What `actor` finds under Utilities (L5); headings without an item are left out."""
    account = _permitted(
        court,
        actor,
        (
            Permission.CLIENT_CODE_CHANGE,
            Utility("Change Client Code", "/utilities/client-code", "What your charges are sorted by"),
        ),
        *([(Permission.EXEMPTION_SWITCH, EXEMPTION_STATUS)] if actor.exemptions else []),
        (
            Permission.FILER_LINK,
            Utility(court.kind.link_label, "/utilities/link-account", "Once, before you file in this court"),
        ),
        (
            Permission.BILLING_HISTORY_READ,
            Utility("Review Billing History", "/utilities/billing-history", "What viewing here has cost you"),
        ),
    )
    record = _permitted(
        court,
        actor,
        (
            Permission.CASE_QUERY,
            Utility("Verify a Document", "/utilities/verify-document", "Whether it is what was filed"),
        ),
    )
    filing = _permitted(
        court,
        actor,
        (
            Permission.DOCUMENT_FILE,
            Utility("Check a PDF", "/utilities/check-a-pdf", "What this court will say of a file, before you file it"),
        ),
    )
    notices = _permitted(
        court,
        actor,
        (
            Permission.DOCUMENT_FILE,
            Utility("E-mail Information", "/utilities/email", "Where and how you are told of filings"),
        ),
        (
            Permission.DOCUMENT_FILE,
            Utility("Mailing Info for a Case", "/utilities/mailing-info", "Who is told by e-mail, and who is not"),
        ),
    )
    clerk = _permitted(
        court,
        actor,
        (
            Permission.DOCKET_ENTRY_CORRECT,
            Utility("New Filings", "/clerk/filings", "A look at what was filed, and at e-mails that did not arrive"),
        ),
        (
            Permission.DOCKET_ENTRY_CORRECT,
            Utility("Correct an Entry", "/clerk/entries", "Text, date, links, who may see it, and wrong documents"),
        ),
    )
    administration = _permitted(
        court,
        actor,
        (
            Permission.FILER_MANAGE,
            Utility("Court accounts", "/court/accounts", "Find, issue, change, disable and unlink accounts"),
        ),
        (
            Permission.FILER_MANAGE,
            Utility("Changes made at PACER", "/court/contact-changes", "New addresses and names, to be looked at"),
        ),
        (Permission.COURT_GO_LIVE, Utility("Move to NextGen", "/court/go-live", "The go-live of this court")),
        (
            Permission.DOCKET_IMPORT,
            Utility("Import docket sheets", "/court/imports", "Saved pages become cases of this court"),
        ),
    )
    all_of_them = (
        Group("Your Account", account),
        Group("Filing", _drafts(court, actor) + filing),
        Group("Notices and Mailings", notices),
        Group("The Record", record),
        Group("Clerk’s Office", clerk),
        Group("Court Administration", administration),
    )
    return tuple(group for group in all_of_them if group.items)


def search(text: str, court: HostedCourt, actor: Actor) -> list[Utility]:
    """The menu items of `actor` whose words contain every word of `text`."""
    items = [Utility(item.label, item.url) for item in menu_of(court, actor)]
    items += [item for group in groups(court, actor) for item in group.items]
    words = text.casefold().split()
    return [item for item in items if all(word in f"{item.label} {item.about}".casefold() for word in words)]


def _drafts(court: HostedCourt, actor: Actor) -> tuple[Utility, ...]:
    """Return the list of drafts, where the kind of court has events to begin one with."""
    if not court.kind.event_dictionary:
        return ()
    item = Utility("My Drafts", "/filing/drafts", "Filings that you have begun")
    return _permitted(court, actor, (Permission.DOCUMENT_FILE, item))


def _permitted(court: HostedCourt, actor: Actor, *choices: tuple[Permission, Utility]) -> tuple[Utility, ...]:
    closed = NOT_AT_ARCHIVES if court.settings.is_archive else frozenset()
    return tuple(item for permission, item in choices if actor.may(permission) and permission not in closed)
