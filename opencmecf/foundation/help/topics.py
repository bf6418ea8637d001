"""What there is to read, in the order in which it is listed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One help page; its template is `help/<slug>.html`."""

    slug: str
    title: str
    summary: str


TOPICS = (
    Topic("nextgen", "The move to NextGen CM/ECF", "What changes, and what filers do before and after."),
    Topic("account-types", "Kinds of PACER account", "Individual, shared and firm accounts; Legacy and Upgraded."),
    Topic("registering", "Register and activate", "Which account, your e-mail address, case search by card or letter."),
    Topic("upgrade", "Upgrade a Legacy account", "Three short steps that make an older account ready for filing."),
    Topic("linking", "Link your filing account", "Connect your CM/ECF account to your PACER account, once per court."),
    Topic(
        "e-file-registration",
        "Register for e-filing",
        "Admission to a court, an account to file with, pro hac vice, other roles, filing agents, bar status.",
    ),
    Topic("signing-on", "Central Sign-On", "One username and password, cookies, client codes, logging out."),
    Topic("programs", "Programs of others", "Sign in to other programs with your PACER account; what they can see."),
    Topic("filing-login", "Your court-issued login", "What it is for, and what to do when you have forgotten it."),
    Topic(
        "searching", "Search for a case", "By number, name, dates or nature of suit; the menu of a case; what it costs."
    ),
    Topic("pdf", "Files that can be filed", "What is checked in a PDF, and what to do when one is not accepted."),
    Topic("filing", "File a document", "From the event to the docket text; drafts, and what is checked."),
    Topic("staff", "Let your staff file", "Staff of a firm file for an attorney under their own login."),
    Topic("corrections", "Corrections of the docket", "How the clerk’s office mends an entry, and what is kept."),
    Topic("receipts", "Notices and receipts", "What proves a filing, how to verify it, and the free look."),
    Topic("fees", "Fees and billing", "What is charged, what is free, where to see it, and how to pay by card."),
    Topic("accessibility", "Accessibility", "Keyboard, zoom, colors, and how to report a barrier."),
    Topic("glossary", "Words used here", "CM/ECF, NEF, client code and other terms in plain words."),
)


def find_topic(slug: str) -> Topic | None:
    """The topic of that name, or None."""
    return next((topic for topic in TOPICS if topic.slug == slug), None)
