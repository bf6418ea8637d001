"""One docket sheet as plain values: everything that the page shows, in its order, and nothing of how it looks.

`json_form` writes these values as JSON and reads them back, `reading` takes dates, judges and counts out of them.
The account of who bought the page (the receipt) is no part of the docket and is left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from opencmecf.court.docket.text import Link, Text
from opencmecf.foundation.reference.court_kind import CourtKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the case header: "Assigned to: Judge Ruth M. Alder".

    `label` is without its colon, and empty for a line that has none. `more` are further values below the first, as
    lists of related cases have them. `mark` is how the court set the label ("b" or "i"). `listed` facts stand in a
    small table of their own ("Case in other court"), the others each on a line.
    """

    label: str = ""
    value: Text = ()
    more: tuple[Text, ...] = ()
    mark: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows of cells that a kind of court shows and others do not: natures of suit, originating court, panel.

    A cell is text whose line breaks are "\\n".
    """

    name: str
    rows: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """One attorney below one party, as printed there.

    `lines` are address, telephone, and roles (italic) in their order; "(See above for address)" stays as it is.
    `beside` is what follows the name on its own line. `bare` counsel is a name with nothing at all after it.
    """

    name: str
    beside: Text = ()
    lines: tuple[Text, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One count or complaint, or one offense level. `disposition` is None where the row has no cell for one."""

    text: Text
    disposition: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSection:
    """ "Pending Counts", "Highest Offense Level (Opening)" and so on: a heading and the rows below it.

    Courts print "None" as the row of a section without any charge; a section may also have no row at all.
    """

    heading: str
    has_disposition: bool = False
    rows: tuple[Charge, ...] = ()


class TypeForm(StrEnum):
    """Where the type of a party stands."""

    ROW = "row"  # in a row of its own, underlined: district courts
    CELL = "cell"  # above the name: bankruptcy cases
    DASHED_ROW = "dashed row"  # in a row of its own with dashes below, for several parties: adversary proceedings
    DASHED_CELL = "dashed cell"  # above the name, with dashes below: adversary proceedings
    BELOW = "below"  # under the name: courts of appeals


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party in one role.

    `type` is as printed ("Defendant (1)"), empty where the court prints none. `before` are the lines above the type:
    "V.", or a defendant's own "Assigned to: …". `details` are the lines below the name, among them
    "TERMINATED: mm/dd/yyyy" and aliases. `counsel` is None when the page shows no counsel for this party, and empty
    when it shows that there is none. `name` is text, since courts set parts of it in italics.
    """

    type: str
    name: Text
    before: tuple[Text, ...] = ()
    beside: Text = ()
    details: tuple[Text, ...] = ()
    counsel: tuple[Counsel, ...] | None = None
    charges: tuple[ChargeSection, ...] = ()
    type_form: TypeForm = TypeForm.ROW


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One document of an entry as the page for several documents lists it; number 0 is the main document."""

    number: int
    description: str
    document_id: str = ""  # as clients make it: court prefix, 0, running number
    pages: int | None = None
    bytes: int | None = None
    size: str = ""  # as printed: "80.0 KB"
    de_seq_num: str = ""  # where it has its own: courts of appeals


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One docket entry.

    `date_filed` is the date in the first column (the date entered, on a sheet ordered by it); old dockets have
    entries without. `number` is None for an unnumbered entry, and a number may have no `link` (sealed, paper).
    `note` is what stands beside the number: "(3 pgs; 2 docs)". `text` is without its closing
    "(Entered: mm/dd/yyyy at hh:mm:ss)", which is `date_entered` and `time_entered`.
    """

    text: Text
    date_filed: dt.date | None = None
    number: str | None = None
    link: Link | None = None
    note: Text = ()
    date_entered: dt.date | None = None
    time_entered: str = ""
    checkbox: str = ""  # its name, when the row has one: "all_documents", "arr_de_seq_nums"
    de_seq_num: str = ""  # from the checkbox; `link` has its own
    size: str = ""  # of all documents, as printed beside the checkbox
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketSheet:
    """One docket sheet.

    `title` are the lines above the case number ("U.S. District Court", "Southern District of Florida (Miami)");
    `case_label` and `case_number` are the last one ("CIVIL DOCKET FOR CASE #", "1:20-cv-20001-RMA"). `caption` is
    raw, `caption_label` what stands before it ("Case title"). `left` and `right` are the two columns of the header;
    courts of appeals have `blocks` in their place, in which number and caption stand too. `blank_above_caption` is set
    where the first line of the header is blank: clients then take the caption from the parties.
    `parties` is None when the page was asked for without them. `notes` are lines that belong nowhere else, such as
    the one that no entry satisfies the criteria. `columns` are the headings of the docket table, none without one.
    """

    court_id: str
    kind: CourtKind
    case_number: str
    case_label: str = ""
    title: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    caption: str = ""
    caption_label: str = ""
    blank_above_caption: bool = False
    left: tuple[Fact, ...] = ()
    right: tuple[Fact, ...] = ()
    blocks: tuple[Block, ...] = ()
    parties: tuple[Party, ...] | None = None
    after_parties: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    columns: tuple[str, ...] = ()
    blank_first_row: bool = False
    several_documents: bool = False  # the page was asked for with "View multiple documents"
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    pacer_case_id: str = ""
