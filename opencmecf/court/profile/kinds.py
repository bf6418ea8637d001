"""What differs between the kinds of court, as data. Nowhere else does code ask what kind a court is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opencmecf.foundation.reference import CourtKind


class CaseKind(StrEnum):
    """The cases below one filing item of the menu bar."""

    CIVIL = "civil"
    CRIMINAL = "criminal"
    BANKRUPTCY = "bankruptcy"
    ADVERSARY = "adversary"
    APPEAL = "appeal"

    @property
    def noun(self) -> str:
        """One such case, as sentences call it: "an adversary proceeding"."""
        return _NOUNS[self]

    @property
    def names_defendants(self) -> bool:
        """Whether each filing says about which defendants it is: "as to Silas Wren (1)"."""
        return self is CaseKind.CRIMINAL


_NOUNS = {
    CaseKind.CIVIL: "a civil case",
    CaseKind.CRIMINAL: "a criminal case",
    CaseKind.BANKRUPTCY: "a bankruptcy case",
    CaseKind.ADVERSARY: "an adversary proceeding",
    CaseKind.APPEAL: "an appeal",
}


class DocumentMenu(StrEnum):
    """How the menu of an entry's documents is laid out, and how they are numbered in it."""

    ATTACHMENTS = "attachments"  # the main document stands above, and its attachments are counted from 1
    PARTS = "parts"  # the main document is part 1
    ATTACHED = "attached"  # as courts of appeals have it: each is attached to the filing, the main one as number 1

    def number(self, attachment_number: int) -> int:
        """Return the number of a document in the menu; 0 is the main one, 1 and more are its attachments."""
        return attachment_number if self is DocumentMenu.ATTACHMENTS else attachment_number + 1

    def label(self, entry_number: str, attachment_number: int) -> str:
        """Return a document's number as headers and pages print it: "52", "52-3", and "" in an entry without number.

        Courts of appeals print the number of the menu: the first attachment of 52 is 52-2.
        """
        if not entry_number or not attachment_number:
            return entry_number
        return f"{entry_number}-{attachment_number + (self is DocumentMenu.ATTACHED)}"

    def attachment_number(self, labelled: int) -> int:
        """Return which attachment a label means by the number behind its hyphen; 0 is the main document."""
        return max(labelled - (self is DocumentMenu.ATTACHED), 0)


@dataclass(frozen=True, kw_only=True)
class FilingMenu:
    """One filing item of the menu bar, and the cases that are filed in there.

    The first menu of a court has every case that no other menu claims, by its `case_types` or by a word in the label of
    its number ("Adversary Proceeding #:"). `numbers` are examples of case numbers, `searches` of what people type to
    find an event; `party_roles` are what a party that a filing adds may be.
    """

    slug: str
    label: str
    cases: CaseKind
    numbers: tuple[str, ...]
    searches: tuple[str, ...]
    party_roles: tuple[str, ...]
    case_types: frozenset[str] = frozenset()
    number_label: str = ""

    def claims(self, *, case_type: str, number_label: str) -> bool:
        """Return whether a case of this type, whose number has this label, is one of its own."""
        by_label = bool(self.number_label) and self.number_label in number_label.casefold()
        return by_label or case_type.casefold() in self.case_types


@dataclass(frozen=True)
class HeaderStyle:
    """The line at the top of each page of a document: its parts, and what stands between them.

    A part names values in braces, and is left out where there is no value; `page` and `pages` are always there.
    """

    parts: tuple[str, ...]
    between: str


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """What the house adds to the words of an event in a docket text, and how a filing is signed.

    A signature may use `first`, `last` and `initials`. Without a list of attachments they are found in the menu of the
    entry's documents.
    """

    signature: str = "{last}, {first}"
    staff_signature: str = "{initials}"
    lists_attachments: bool = True
    between_attachments: str = ", # "
    names_cases: bool = False  # the text closes with the numbers of its cases: [24-10001]


@dataclass(frozen=True, kw_only=True)
class NoticeStyle:
    """What the notice of a filing is called, and its words that differ.

    `subject` and `received` are patterns; `subject` may use `number`, `name`, `chapter` ("Ch-11") and `event`,
    `received` may use `filer`, `at` and `filed`. `body` and `text_mail` are templates.
    """

    name: str = "Notice of Electronic Filing"
    subject: str = "Activity in Case {number} {name} {event}"
    received: str = "The following transaction was entered by {filer} on {at} and filed on {filed}"
    body: str = "notices/electronic_filing/body.html"
    text_mail: str = "notices/electronic_filing/mail.txt"
    free_look: str = "magic_num"  # the name by which links carry the number of a free look


@dataclass(frozen=True, kw_only=True)
class CounselMarks:
    """How a docket marks what an attorney is for a party: each in a line of its own, or in one line in brackets."""

    lead: str = "LEAD ATTORNEY"
    noticed: str = "ATTORNEY TO BE NOTICED"
    pro_hac_vice: str = "PRO HAC VICE"
    brackets: str = ""  # "[COR {marks} Retained]"


@dataclass(frozen=True, kw_only=True)
class KindProfile:
    """How courts of one kind appear."""

    filing_menus: tuple[FilingMenu, ...]
    link_label: str  # what linking is called on the Utilities page
    header: HeaderStyle  # of documents
    header_with_entry: HeaderStyle  # at a court whose headers tell when the document was entered, and not when filed
    stamp_prefix: str  # of electronic document stamps
    registration_form: str  # the file of court/admissions/registration that says what applicants are asked
    event_dictionary: str  # the folder of court/docket/events that its events come from
    privacy_rules: str  # that filings are redacted by
    text: TextStyle = TextStyle()
    notice: NoticeStyle = NoticeStyle()
    counsel: CounselMarks = CounselMarks()
    filer_step: str = "Select the filer"
    product: str = "CM/ECF"
    document_menu: DocumentMenu = DocumentMenu.ATTACHMENTS
    accept_label: str = "View Document"  # of the button that accepts a charge
    names_document: bool = False  # the receipt before a view is the page "Download Confirmation", and names it
    days_searched: int = 366  # how many days a search by dates alone may span
    labels_judge: bool = False  # the head of a case says "Judge: …", with case type and chapter, not "…, presiding"
    has_transport_room: bool = False  # whether dockets are read at that address
    leaves_unnumbered: bool = False  # a docket without numbers stays so; documents are known by their ids

    def menu_for(self, cases: CaseKind) -> FilingMenu:
        """Return the filing item for cases of this kind; the first one where the court has none for them."""
        return next((menu for menu in self.filing_menus if menu.cases is cases), self.filing_menus[0])

    def case_kind(self, *, case_type: str, number_label: str) -> CaseKind:
        """Return of which kind a case of this type is, whose number has this label on its docket sheet."""
        claimed = (menu for menu in self.filing_menus if menu.claims(case_type=case_type, number_label=number_label))
        return next(claimed, self.filing_menus[0]).cases


_DISTRICT_ROLES = (
    *("Plaintiff", "Defendant", "Petitioner", "Respondent", "Movant", "Intervenor Plaintiff", "Intervenor Defendant"),
    *("Third Party Plaintiff", "Third Party Defendant", "Counter Claimant", "Counter Defendant", "Cross Claimant"),
    *("Cross Defendant", "Claimant", "Garnishee", "Interested Party", "Amicus", "Trustee", "Material Witness"),
    "Surety",
)
_BANKRUPTCY_ROLES = (
    *("Creditor", "Debtor", "Joint Debtor", "Debtor In Possession", "Trustee", "U.S. Trustee", "Interested Party"),
    *("Petitioning Creditor", "Creditor Committee", "Equity Security Holders", "Foreign Representative"),
    *("Claims and Noticing Agent", "Attorney", "Accountant", "Examiner", "Mediator", "Other Professional"),
)
_ADVERSARY_ROLES = (
    *("Plaintiff", "Defendant", "Counter-Claimant", "Counter-Defendant", "Cross-Claimant", "Cross Defendant"),
    *("Third Party Plaintiff", "3rd Party Defendant", "Intervenor", "Intervenor-Plaintiff", "Intervenor-Defendant"),
    *("Interested Party", "Trustee", "U.S. Trustee", "Debtor", "Creditor", "Mediator"),
)
_APPELLATE_ROLES = (
    *("Appellant", "Appellee", "Appellant - Cross-Appellee", "Appellee - Cross-Appellant", "Petitioner", "Respondent"),
    *("Intervenor", "Movant", "Amicus Curiae", "Interested Party"),
)
_PAGE = "Page {page} of {pages}"
_ENTERED = "Entered on {court} Docket {entered:%m/%d/%Y}"
_APPEALS = HeaderStyle(
    parts=("Case: {case}", "{filed:%m/%d/%Y}", "ID: {id}", "DktEntry: {document}", "Page: {page} of {pages}"),
    between=", ",
)

_DISTRICT = KindProfile(
    filing_menus=(
        FilingMenu(
            slug="civil",
            label="Civil",
            cases=CaseKind.CIVIL,
            numbers=("1:20-cv-20001", "20-cv-20001", "20-20001"),
            searches=("ext ans", "msj", "12(b)(6)"),
            party_roles=_DISTRICT_ROLES,
        ),
        FilingMenu(
            slug="criminal",
            label="Criminal",
            cases=CaseKind.CRIMINAL,
            numbers=("1:20-cr-20001", "20-cr-20001", "20-20001"),
            searches=("continue", "cja", "suppress"),
            party_roles=_DISTRICT_ROLES,
            case_types=frozenset({"cr", "mj", "po", "pt", "te"}),
        ),
    ),
    link_label="Link a CM/ECF account to my PACER account",
    event_dictionary="district",
    privacy_rules="Fed. R. Civ. P. 5.2 and Fed. R. Crim. P. 49.1",
    stamp_prefix="dc",
    registration_form="district",
    header=HeaderStyle(("Case {case}", "Document {document}", "Filed {filed:%m/%d/%y}", _PAGE), between="   "),
    header_with_entry=HeaderStyle(("Case {case}", "Document {document}", _ENTERED, _PAGE), between="   "),
)
_BANKRUPTCY = KindProfile(
    filing_menus=(
        FilingMenu(
            slug="bankruptcy",
            label="Bankruptcy",
            cases=CaseKind.BANKRUPTCY,
            numbers=("24-12345", "1:24-bk-12345", "24-12345-ABC"),
            searches=("stay", "363(f)", "obj claim"),
            party_roles=_BANKRUPTCY_ROLES,
        ),
        FilingMenu(
            slug="adversary",
            label="Adversary",
            cases=CaseKind.ADVERSARY,
            numbers=("24-01234", "1:24-ap-01234", "24-01234-ABC"),
            searches=("answer", "msj", "7012"),
            party_roles=_ADVERSARY_ROLES,
            case_types=frozenset({"ap"}),
            number_label="adversary",
        ),
    ),
    link_label="Link a CM/ECF account to my PACER account",
    event_dictionary="bankruptcy",
    privacy_rules="Fed. R. Bankr. P. 9037",
    text=TextStyle(staff_signature="{last}, {first}", between_attachments=" # "),
    notice=NoticeStyle(
        subject="{chapter} {number} {event} {name}",
        received="The following transaction was received from {filer} entered on {at} and filed on {filed}",
    ),
    filer_step="Select the party",
    stamp_prefix="bk",
    registration_form="bankruptcy",
    document_menu=DocumentMenu.PARTS,
    header=HeaderStyle(("Case {case}", "Doc {document}", "Filed {filed:%m/%d/%y}", _PAGE), between="    "),
    header_with_entry=HeaderStyle(("Case {case}", "Doc {document}", _ENTERED, _PAGE), between="    "),
    days_searched=31,
    labels_judge=True,
)
_APPELLATE = KindProfile(
    filing_menus=(
        FilingMenu(
            slug="filing",
            label="Filing",
            cases=CaseKind.APPEAL,
            numbers=("24-10001",),
            searches=("ext brief", "28j", "en banc"),
            party_roles=_APPELLATE_ROLES,
        ),
    ),
    link_label="Link my filer account to my PACER account",
    event_dictionary="appellate",
    privacy_rules="Fed. R. App. P. 25(a)(5)",
    text=TextStyle(
        signature="ECF: {first} {last}",
        staff_signature="{initials}",
        lists_attachments=False,
        names_cases=True,
    ),
    notice=NoticeStyle(
        name="Notice of Docket Activity",
        subject='{number} {name} "{event}"',
        received="The following transaction was filed on {filed}",
        body="notices/docket_activity/body.html",
        text_mail="notices/docket_activity/mail.txt",
        free_look="uid",
    ),
    counsel=CounselMarks(lead="LD", noticed="NTC", pro_hac_vice="", brackets="[COR {marks} Retained]"),
    filer_step="Select the party filer",
    stamp_prefix="ac",
    registration_form="appellate",
    document_menu=DocumentMenu.ATTACHED,
    accept_label="Accept Charges and Retrieve",
    names_document=True,
    header=_APPEALS,
    header_with_entry=_APPEALS,
    has_transport_room=True,
    leaves_unnumbered=True,
)
KINDS: dict[CourtKind, KindProfile] = {
    CourtKind.DISTRICT: _DISTRICT,
    CourtKind.BANKRUPTCY: _BANKRUPTCY,
    CourtKind.APPELLATE: _APPELLATE,
    CourtKind.SPECIAL: _DISTRICT,
}
