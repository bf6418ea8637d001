"""What the pages say: whether they can be searched, what the rules forbid to show, and what only seems blacked out."""

from __future__ import annotations

import time
from ctypes import byref, c_float, c_int, c_uint
from typing import Any, BinaryIO

import pypdfium2
from pypdfium2 import raw

from opencmecf.court.intake.checks.facts import Facts
from opencmecf.court.intake.checks.personal import personal_data

MOST_OBJECTS = 5000  # of one page that are looked at for boxes
SMALLEST_BOX = 5.0  # points; lines and underlines are thinner
DARK = 64  # of 255


def read(files: list[BinaryIO], arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that the text of the one file tells. After `seconds` the pages that are left stay unread."""
    (file,) = files
    facts = Facts()
    until = time.monotonic() + arguments["seconds"]
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        facts.add("unread")
        return {"facts": facts.as_json()}
    for number in range(1, len(document) + 1):
        if time.monotonic() > until:
            facts.add("unread", page=number)
            break
        try:
            _read_page(document[number - 1], number, facts)
        except pypdfium2.PdfiumError:
            facts.add("unread", page=number)
    return {"facts": facts.as_json()}


def _read_page(page: pypdfium2.PdfPage, number: int, facts: Facts) -> None:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    if text.strip():
        for code, shown in personal_data(text):
            facts.add(code, page=number, detail=shown)
        if any(_hides_text(text_page, box) for box in _dark_boxes(page)):
            facts.add("covered-text", page=number)
    elif raw.FPDFPage_CountObjects(page):
        facts.add("no-text", page=number)
    text_page.close()
    page.close()


def _dark_boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of the dark, filled boxes of a page."""
    boxes = []
    whole = page.get_width() * page.get_height()
    for place in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page, place)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_PATH or not _is_dark_fill(thing):
            continue
        sides = [c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(thing, *(byref(side) for side in sides)):
            continue
        left, bottom, right, top = (side.value for side in sides)
        width, height = right - left, top - bottom
        if min(width, height) >= SMALLEST_BOX and width * height < whole / 2:
            boxes.append((left, bottom, right, top))
    return boxes


def _is_dark_fill(path: Any) -> bool:
    mode, stroke = c_int(), c_int()
    if not raw.FPDFPath_GetDrawMode(path, byref(mode), byref(stroke)) or mode.value == raw.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(path, byref(red), byref(green), byref(blue), byref(alpha))
    return bool(known) and alpha.value > 200 and max(red.value, green.value, blue.value) < DARK


def _hides_text(text_page: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> bool:
    """Say whether dark letters stand where a dark box is; light letters on a dark ground are there to be read."""
    left, bottom, right, top = box
    x, y = left + 2.0, (bottom + top) / 2
    while x < right:
        place = raw.FPDFText_GetCharIndexAtPos(text_page, x, y, 2.0, 2.0)
        if place >= 0 and _is_dark_letter(text_page, place):
            return True
        x += 4.0
    return False


def _is_dark_letter(text_page: pypdfium2.PdfTextPage, place: int) -> bool:
    if chr(raw.FPDFText_GetUnicode(text_page, place)).isspace():
        return False
    red, green, blue, alpha = (c_uint() for _ in range(4))
    known = raw.FPDFText_GetFillColor(text_page, place, byref(red), byref(green), byref(blue), byref(alpha))
    return bool(known) and max(red.value, green.value, blue.value) < DARK
