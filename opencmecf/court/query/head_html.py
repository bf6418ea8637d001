"""The head of the docket sheet: flags, title, the two columns of facts, further blocks."""

from __future__ import annotations

from html import escape

from opencmecf.court.docket.markup import text_html
from opencmecf.court.docket.sheet import Block, DocketSheet, Fact
from opencmecf.foundation.reference.court_kind import CourtKind

_BREAK = "<br>\n"


def head_html(sheet: DocketSheet, *, links: bool) -> str:
    """Return everything above the parties."""
    parts = [_flags(sheet), _title(sheet), _columns(sheet, links=links)]
    parts.extend(_block(block, sheet.kind.system, links=links) for block in sheet.blocks)
    return "".join(parts)


def _flags(sheet: DocketSheet) -> str:
    if not sheet.flags:
        return ""
    flags = [escape(flag) for flag in sheet.flags]
    if sheet.kind is CourtKind.BANKRUPTCY:
        shown = f'<font size="3">{", ".join(flags)}</font>'
    else:
        shown = ",".join(f"<span>{flag}</span>" for flag in flags)
    return f'<table width="100%" class="case-flags"><tr><td align="right">{shown}</td></tr></table>\n'


def _title(sheet: DocketSheet) -> str:
    label = f"{escape(sheet.case_label)}: " if sheet.case_label else ""
    lines = _BREAK.join([*(escape(line) for line in sheet.title), label + escape(sheet.case_number)])
    if sheet.kind is CourtKind.BANKRUPTCY:
        return f'<center class="case-title"><b><font size="+1">{lines}</font></b></center>\n'
    return f'<h3 align="center" class="case-title">{lines}</h3>\n'


def _columns(sheet: DocketSheet, *, links: bool) -> str:
    caption = f"{sheet.caption_label}: {sheet.caption}" if sheet.caption_label else sheet.caption
    left = _column(sheet.left, sheet.kind, escape(caption), links=links)
    right = _column(sheet.right, sheet.kind, "", links=links)
    above = " " if sheet.blank_above_caption else ""
    return (
        '<table width="100%" border="0" cellspacing="5" class="case-header"><tr>'
        f'<td valign="top" width="60%">{above}<br>{left}</td>'
        f'<td valign="top" width="40%"><br>{right}</td></tr></table>\n'
    )


def _column(facts: tuple[Fact, ...], kind: CourtKind, caption: str, *, links: bool) -> str:
    """Return caption and facts, a break between lines; lists of values stand in tables and need none."""
    parts = [caption]
    ends_line = bool(caption)
    table_open = False
    for fact in facts:
        if fact.listed:
            if not (table_open and kind is CourtKind.BANKRUPTCY):
                parts.append("</table>\n" if table_open else _BREAK if ends_line else "")
                parts.append('<table border="0" cellspacing="0" class="listed">')
            parts.append(_listed(fact, kind, links=links))
        else:
            parts.append("</table>\n" if table_open else _BREAK if ends_line else "")
            parts.append(_line(fact, kind, links=links))
        table_open = fact.listed
        ends_line = not fact.listed
    return "".join(parts) + ("</table>" if table_open else "")


def _label(fact: Fact) -> str:
    if not fact.label:
        return ""
    label = f"{escape(fact.label)}:"
    return f"<{fact.mark}>{label}</{fact.mark}>" if fact.mark in {"b", "i"} else label


def _line(fact: Fact, kind: CourtKind, *, links: bool) -> str:
    value = text_html(fact.value, kind, links=links)
    return f"{_label(fact)} {value}" if fact.label else value


def _listed(fact: Fact, kind: CourtKind, *, links: bool) -> str:
    values = [text_html(value, kind, links=links) for value in (fact.value, *fact.more)]
    rows = [f'<tr><td valign="top">{_label(fact)}&nbsp;</td><td>{values[0]}</td></tr>']
    rows.extend(f"<tr><td></td><td>{value}</td></tr>" for value in values[1:])
    return "\n".join(rows)


def _block(block: Block, kind: CourtKind, *, links: bool) -> str:
    rows = "\n".join(
        "<tr>" + "".join(f'<td valign="top">{text_html(cell, kind, links=links)}</td>' for cell in row) + "</tr>"
        for row in block.rows
    )
    return f'<table cellpadding="0" cellspacing="0" class="case-block">{rows}</table>\n'
