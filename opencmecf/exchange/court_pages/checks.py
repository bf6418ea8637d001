"""Whether a page is a docket sheet at all, a whole one, and of the court that is said."""

from __future__ import annotations

import re

from lxml import html

from opencmecf.exchange.court_pages.errors import Damaged, NotADocket, WrongCourt
from opencmecf.exchange.court_pages.links import read_link
from opencmecf.exchange.court_pages.tree import words_of
from opencmecf.foundation.reference.court_kind import CourtKind
from opencmecf.foundation.reference.courts import Court, courts

# What the courts' servers answer in place of a docket sheet, and what we say of it.
_MESSAGES = {
    r"The report may take a long time to run": "The page asks whether to run a long report; the docket was not run.",
    r"The page ID does not exist": "The court answered that the page does not exist.",
    r"There are no documents in this case": "The court answered that there are no documents in this case.",
    r"Incomplete request": "The court answered that the request was incomplete.",
    r"To accept charges shown below": "The page asks to accept charges; the docket was not retrieved.",
    r"This case was administratively closed": "The court shows no docket: the case was administratively closed.",
    r"The start date must be less than": "The court answered that the dates asked for were wrong.",
    r"The starting document number must be less": "The court answered that the numbers asked for were wrong.",
    r"Case (Number )?not found": "The court answered that there is no such case.",
    r"do not have permission to view the document": "The court refused a document; this is no docket.",
    r"Format: text": "This is a docket sheet in text format; save the HTML format.",
    r"Server time-?out|Request Time-?out": "The court's server timed out.",
    r"The case type was.*but it must be": "The court answered that this type of case is not shown there.",
    r"is in the process of being opened": "The court shows no docket: the case is in the process of being opened.",
    r"Submission already made": "The court answered that the request was made twice.",
    r"case (?:\S+ )?(?:is|has been) (?:sealed|under seal)": "The court shows no docket: the case is sealed.",
    r"do not have (?:permission|access) to (?:view )?th(?:is|e) case": "The court shows this case to few people only.",
    r"Login:.{0,40}Password:": "The page asks to sign in; save the docket again after that.",
    r"404 Not Found": "The court answered that the page was not found.",
    r"Unable to create PDF file": "The court answered that it could not create a PDF file.",
    r"Documents? (is|are) attached to this filing": "This is a list of attachments, not a docket.",
    r"Download Confirmation|Accept Charges and Retrieve": "This is the receipt before a document, not a docket.",
    r"may not have originated from within CM/ECF": "The court refused the link; this is no docket.",
}
_NONE_SATISFIES = r"There are proceedings for .* but none satisfy"  # courts say it below a case, or alone
_ALTERED = {
    r"console\.log\([^)]{0,200}CloudMask|cloudmask_(?:xhr|tokenization)": "CloudMask",
    r"MetaMask.{0,200}web3": "MetaMask",
    r"Drumpf": "one that changes words",
}
_SILENT = re.compile(r"<script\b.*?</script\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)  # they may write tags, too
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def refuse_altered(page: str) -> None:
    """Raise Damaged when a browser extension left its code in the page, or changed its words."""
    for pattern, name in _ALTERED.items():
        if re.search(pattern, page, re.IGNORECASE | re.DOTALL):
            raise Damaged(f"A browser extension ({name}) altered the page; save it again without.")


def no_docket(tree: html.HtmlElement) -> NotADocket:
    """Return the refusal of a page without a docket sheet, with what the court said instead."""
    reason = _message(tree)
    if not reason and re.search(_NONE_SATISFIES, words_of(tree), re.IGNORECASE):
        reason = "No entry satisfies the criteria, and the page shows no case."
    return NotADocket(reason or "The page is no docket sheet.")


def refuse_message(tree: html.HtmlElement) -> None:
    """Raise NotADocket when the court says below the head of a case why it shows no docket."""
    reason = _message(tree)
    if reason:
        raise NotADocket(reason)


def _message(tree: html.HtmlElement) -> str:
    words = words_of(tree)
    return next((said for pattern, said in _MESSAGES.items() if re.search(pattern, words, re.IGNORECASE)), "")


def refuse_cut(page: str) -> None:
    """Raise Damaged when the page breaks off before its end."""
    lower = _SILENT.sub("", page).lower()
    if lower.rfind("<td") > lower.rfind("</table"):
        raise Damaged("The page breaks off in the middle of a table.")
    if not _END.search(page) and "pacer service center" not in lower:
        raise Damaged("The page breaks off before its end.")


def refuse_other_court(tree: html.HtmlElement, title: str, court: Court) -> None:
    """Raise WrongCourt when the title names another court, or, where it names none, the documents' numbers do."""
    bankruptcy = bool(re.search("bankruptcy|adversary", title, re.IGNORECASE))
    if title and bankruptcy != (court.kind is CourtKind.BANKRUPTCY):
        raise WrongCourt(f"The page is of a {'bankruptcy' if bankruptcy else 'district'} court, not of {court.id}.")
    named = _courts_named(title, court.kind.system)
    if named and court.id not in named:
        raise WrongCourt(f"The page is of {' or '.join(sorted(named))}, not of {court.id}.")
    if not named:
        _refuse_prefixes(tree, court)


def _courts_named(title: str, system: CourtKind) -> set[str]:
    """Return the courts whose district the title names; of "Virginia" and "West Virginia" the longer."""
    words = _place(title)
    places = {row.id: _place(row.short_name) for row in courts().values() if row.kind.system is system}
    fitting = {name: place for name, place in places.items() if place and place <= words}
    most = max((len(place) for place in fitting.values()), default=0)
    return {name for name, place in fitting.items() if len(place) == most}


def _place(name: str) -> frozenset[str]:
    """Return the words that name a district, in whatever order: {"southern", "florida"}."""
    words = re.sub(r"\(.*?\)|[^a-z ]", " ", name.lower()).split()
    return frozenset(words) - {"district", "of", "the", "court"}


def _refuse_prefixes(tree: html.HtmlElement, court: Court) -> None:
    """Links in the text may lead to other courts; the numbers beside the dates are the docket's own documents."""
    anchors = tree.xpath("//table//tr/td[position() < 4]//a[@href]")
    links = [read_link(anchor, court.id) for anchor in anchors if anchor.text_content().strip().isdigit()]
    prefixes = [link.document_id[:3] for link in links if link is not None and link.document_id]
    if prefixes and prefixes.count(court.document_prefix) * 2 < len(prefixes):
        other = max(set(prefixes), key=prefixes.count)
        names = [row.id for row in courts().values() if row.document_prefix == other]
        raise WrongCourt(f"The documents are those of {' or '.join(names) or 'another court'}, not of {court.id}.")
