"""The party tables of the docket sheet, with counsel and charges."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from opencmecf.court.docket.markup import text_html
from opencmecf.court.docket.sheet import ChargeSection, Counsel, DocketSheet, Party, TypeForm
from opencmecf.court.docket.text import Text
from opencmecf.foundation.reference.court_kind import CourtKind

_DASHES = "-----------------------"


def parties_html(sheet: DocketSheet, *, links: bool) -> Iterator[str]:
    """Yield the party tables: one, in criminal cases one for each party."""
    kind = sheet.kind.system
    criminal = "CRIMINAL" in sheet.case_label.upper()
    spacing = "1" if kind is CourtKind.BANKRUPTCY else "5"
    start = f'<table width="100%" border="0" cellspacing="{spacing}" class="parties">'
    border = f"</table><hr>{start}" if criminal else ""  # clients look for parties in tables that have a type
    yield ("<hr>" if criminal else "") + start
    for index, party in enumerate(sheet.parties or ()):
        yield (border if index and party.type else "") + _party(party, kind, links=links)
    after = "".join(_row_above(line, kind, links=links) for line in sheet.after_parties)
    yield after + "</table>\n"


def _party(party: Party, kind: CourtKind, *, links: bool) -> str:
    above = "".join(_row_above(line, kind, links=links) for line in party.before)
    left = _type_in_cell(party) + _left(party, kind, links=links)
    row = f'<tr><td valign="top" width="40%">{left}</td>{_right(party, kind, links=links)}</tr>\n'
    charges = "".join(_section(section, kind, links=links) for section in party.charges)
    return above + _type_row(party) + row + charges


def _row_above(line: Text, kind: CourtKind, *, links: bool) -> str:
    words = text_html(line, kind, links=links)
    if words in {"V.", "v.", "vs.", "VS."}:
        words = f"<br>{words}<br>"
    return f'<tr><td valign="top">{words}</td></tr>\n'


def _type_row(party: Party) -> str:
    if not party.type:
        return ""
    if party.type_form is TypeForm.ROW:
        return f'<tr><td valign="top"><br><b><u>{escape(party.type)} </u></b></td></tr>\n'
    if party.type_form is TypeForm.DASHED_ROW:
        return f"<tr><td><b>{escape(party.type)}<br>{_DASHES}</b></td></tr>\n"
    return ""


def _type_in_cell(party: Party) -> str:
    """Return the type above the name. A cell may have the place of a type and no type: clients tell that from none."""
    if party.type_form is TypeForm.CELL:
        return f"<i><b>{escape(party.type)}</b></i><br>"
    if party.type_form is TypeForm.DASHED_CELL:
        return f"<i><b> <br><b>{escape(party.type)}<br>{_DASHES}</b></b></i><br>"
    return ""


def _left(party: Party, kind: CourtKind, *, links: bool) -> str:
    """Return name and details; a line end inside one of them is white space, and no break."""
    name = f"<b>{text_html(party.name, kind, breaks=False, links=links)}</b>" if party.name else ""
    lines = [name + (text_html(party.beside, kind, breaks=False, links=links) or " ")]
    lines.extend(text_html(line, kind, breaks=False, links=links) for line in party.details)
    return "\n<br>".join(lines)


def _right(party: Party, kind: CourtKind, *, links: bool) -> str:
    """Return the two further cells, none where counsel is not shown."""
    if party.counsel is None:
        return ""
    counsel = "".join(_counsel(attorney, kind, links=links) for attorney in party.counsel)
    return (
        f'<td valign="top" width="20%" align="right">{"represented&nbsp;by" if counsel else "&nbsp;"}</td>'
        f'<td valign="top" width="40%">{counsel or "&nbsp;"}</td>'
    )


def _counsel(counsel: Counsel, kind: CourtKind, *, links: bool) -> str:
    if counsel.bare:
        return f"<b>{escape(counsel.name)}</b>"
    lines = [f"<b>{escape(counsel.name)}</b> {text_html(counsel.beside, kind, links=links)}"]
    lines.extend(text_html(line, kind, links=links) for line in counsel.lines)
    return "\n<br>".join(lines) + "<br><br>\n"


def _section(section: ChargeSection, kind: CourtKind, *, links: bool) -> str:
    beside = (
        '<td></td><td valign="top" width="40%"><br><b><u>Disposition</u></b></td>' if section.has_disposition else ""
    )
    rows = [f'<tr><td valign="top" width="40%"><br><b><u>{escape(section.heading)}</u></b></td>{beside}</tr>\n']
    for charge in section.rows:
        text = text_html(charge.text, kind, links=links)
        disposition = charge.disposition
        cells = "" if disposition is None else f"<td></td><td>{text_html(disposition, kind, links=links)}</td>"
        rows.append(f'<tr><td valign="top" width="40%">{text}</td>{cells}</tr>\n')
    if not section.rows:
        rows.append("<tr><td></td></tr>\n")  # or clients take the heading for the type of a party
    return "".join(rows)
