"""The docket sheet of a court of appeals, section by section, each after the comment by which clients find it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from opencmecf.court.docket.markup import text_html
from opencmecf.court.docket.sheet import Block, Counsel, DocketSheet, Party
from opencmecf.court.docket.text import Text
from opencmecf.foundation.reference.court_kind import CourtKind

_KIND = CourtKind.APPELLATE
_CAPTION = "Case Caption"
_SEVERAL = (  # asks for the documents that are ticked below
    '<form name="dktEntry" action="TransportRoom" method="post">'
    '<input type="hidden" name="servlet" value="ShowDocMulti"><input type="hidden" name="caseId" value="{case_id}">'
)
_OWN_CELL = frozenset({"Panel Assignment"})


def appellate_head_html(sheet: DocketSheet, *, links: bool) -> str:
    """Return title and case: one bordered table whose rows are the sections."""
    title = "<br>\n".join(escape(line) for line in sheet.title)
    flags = escape(", ".join(sheet.flags))
    sections = [_section(block, links=links) for block in sheet.blocks if block.name != _CAPTION]
    return (
        f'<table width="100%" border="0" class="appeal-title"><tr><td align="right">{flags}</td></tr>'
        f'<tr><td align="center"><b class="case-title">{title}</b></td></tr></table>\n'
        f'<table width="100%" border="1" cellpadding="4" class="case-header">{"".join(sections)}</table>\n'
    )


def appellate_parties_html(sheet: DocketSheet, *, links: bool) -> Iterator[str]:
    """Yield the parties, name over role at the left, counsel at the right; then the caption."""
    if sheet.parties is not None:
        yield (
            "<!-- ===== NEW SECTION - Party/Aty List ===== -->\n"
            '<table width="100%" border="1" cellpadding="0" class="parties"><tr><td>'
            '<table width="100%" border="0" cellpadding="4" cellspacing="0">'
        )
        for party in sheet.parties:
            yield _party(party, links=links)
        yield "".join(_between(line, links=links) for line in sheet.after_parties) + "</table></td></tr></table>\n"
    for block in sheet.blocks:
        if block.name == _CAPTION:
            rows = _rows(block, links=links)
            yield f"<!-- ===== NEW SECTION - {_CAPTION} ===== -->\n"
            yield f'<table width="100%" border="1" cellpadding="4" class="case-caption">{rows}</table>\n'


def appellate_docket_start(sheet: DocketSheet) -> str:
    """Return what stands above the rows of the docket."""
    form = _SEVERAL.format(case_id=escape(sheet.pacer_case_id)) if sheet.several_documents else ""
    return (
        f"<!-- ===== NEW SECTION - DOCKET ENTRIES ===== -->\n{form}"
        '<table width="100%" border="1" cellpadding="0" class="docket-frame"><tr><td>'
        '<table border="0" cellpadding="4" class="docket-entries">\n'
    )


def appellate_docket_end(sheet: DocketSheet, *, links: bool) -> str:
    """Return what stands below the rows of the docket."""
    notes = "".join(f"<tr><td>{text_html(note, _KIND, links=links)}</td></tr>" for note in sheet.notes)
    end = f"{notes}</table></td></tr></table>\n"
    if not sheet.several_documents:
        return end
    return (
        f'{end}<label><input type="checkbox" name="incPdfFooter" value="y"> Include Page Numbers</label><br>\n'
        '<input type="submit" name="submitbtn" value="View Selected"></form>\n'
    )


def _section(block: Block, *, links: bool) -> str:
    start = f"<!-- ===== NEW SECTION - {_comment(block.name)} ===== -->\n<tr><td>"
    if block.name in _OWN_CELL and len(block.rows) == 1:
        return f"{start}{''.join(text_html(cell, _KIND, links=links) for cell in block.rows[0])}</td></tr>\n"
    return f'{start}<table width="100%" border="0" class="case-block">{_rows(block, links=links)}</table></td></tr>\n'


def _comment(name: str) -> str:
    """Return a name that cannot end the comment in which it stands."""
    return escape(name).replace("--", "-")


def _rows(block: Block, *, links: bool) -> str:
    return "\n".join(
        "<tr>" + "".join(f'<td valign="top">{text_html(cell, _KIND, links=links)}</td>' for cell in row) + "</tr>"
        for row in block.rows
    )


def _party(party: Party, *, links: bool) -> str:
    between = "".join(_between(line, links=links) for line in party.before)
    lines = [text_html(line, _KIND, breaks=False, links=links) for line in (party.name, *party.details)]
    left = "<br>".join([*lines, escape(party.type, quote=False)])
    right = "<br><br>\n".join(_counsel(counsel, links=links) for counsel in party.counsel or ())
    return f'{between}<tr><td valign="top" width="50%">{left}</td><td valign="top" width="50%">{right}</td></tr>\n'


def _between(line: Text, *, links: bool) -> str:
    return f'<tr><td colspan="2">{text_html(line, _KIND, links=links)}<br><br></td></tr>\n'


def _counsel(counsel: Counsel, *, links: bool) -> str:
    lines = [escape(counsel.name, quote=False), *(text_html(line, _KIND, links=links) for line in counsel.lines)]
    return "<br>".join(lines)
