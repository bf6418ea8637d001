"""What differs between the kinds of court, as data. Nowhere else does code ask what kind a court is."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.foundation.reference import CourtKind


@dataclass(frozen=True)
class FilingMenu:
    """One filing item of the menu bar."""

    slug: str
    label: str


@dataclass(frozen=True)
class HeaderStyle:
    """The line at the top of each page of a document: its parts, and what stands between them.

    A part names values in braces, and is left out where there is no value; `page` and `pages` are always there.
    """

    parts: tuple[str, ...]
    between: str


@dataclass(frozen=True)
class KindProfile:
    """How courts of one kind appear."""

    filing_menus: tuple[FilingMenu, ...]
    link_label: str  # what linking is called on the Utilities page
    header: HeaderStyle  # of documents
    header_with_entry: HeaderStyle  # at a court whose headers tell when the document was entered, and not when filed
    stamp_prefix: str  # of electronic document stamps
    registration_form: str  # the file of court/admissions/registration that says what applicants are asked
    product: str = "CM/ECF"
    event_dictionary: str = ""  # the folder of court/docket/events that its events come from
    numbers_parts: bool = False  # in the menu of an entry's documents the main one is part 1
    accept_label: str = "View Document"  # of the button that accepts a charge
    names_document: bool = False  # above the receipt, with its case and its number
    days_searched: int = 366  # how many days a search by dates alone may span
    labels_judge: bool = False  # the head of a case says "Judge: …", with case type and chapter, not "…, presiding"
    has_transport_room: bool = False  # whether dockets are read at that address


_PAGE = "Page {page} of {pages}"
_ENTERED = "Entered on {court} Docket {entered:%m/%d/%Y}"
_APPEALS = HeaderStyle(
    parts=("Case: {case}", "{filed:%m/%d/%Y}", "ID: {id}", "DktEntry: {document}", "Page: {page} of {pages}"),
    between=", ",
)

_DISTRICT = KindProfile(
    filing_menus=(FilingMenu("civil", "Civil"), FilingMenu("criminal", "Criminal")),
    link_label="Link a CM/ECF account to my PACER account",
    event_dictionary="district",
    stamp_prefix="dc",
    registration_form="district",
    header=HeaderStyle(("Case {case}", "Document {document}", "Filed {filed:%m/%d/%y}", _PAGE), between="   "),
    header_with_entry=HeaderStyle(("Case {case}", "Document {document}", _ENTERED, _PAGE), between="   "),
)

KINDS: dict[CourtKind, KindProfile] = {
    CourtKind.DISTRICT: _DISTRICT,
    CourtKind.BANKRUPTCY: KindProfile(
        filing_menus=(FilingMenu("bankruptcy", "Bankruptcy"), FilingMenu("adversary", "Adversary")),
        link_label="Link a CM/ECF account to my PACER account",
        stamp_prefix="bk",
        registration_form="bankruptcy",
        numbers_parts=True,
        header=HeaderStyle(("Case {case}", "Doc {document}", "Filed {filed:%m/%d/%y}", _PAGE), between="    "),
        header_with_entry=HeaderStyle(("Case {case}", "Doc {document}", _ENTERED, _PAGE), between="    "),
        days_searched=31,
        labels_judge=True,
    ),
    CourtKind.APPELLATE: KindProfile(
        filing_menus=(FilingMenu("filing", "Filing"),),
        link_label="Link my filer account to my PACER account",
        stamp_prefix="ac",
        registration_form="appellate",
        accept_label="Accept Charges and Retrieve",
        names_document=True,
        header=_APPEALS,
        header_with_entry=_APPEALS,
        has_transport_room=True,
    ),
    CourtKind.SPECIAL: _DISTRICT,
}
