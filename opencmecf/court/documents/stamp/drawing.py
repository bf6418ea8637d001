"""Drawing headers into a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Rectangle, Stream

from opencmecf.court.documents.stamp import font
from opencmecf.court.documents.stamp.balance import Imbalance, unbalanced_pages
from opencmecf.court.documents.stamp.header import Header

SIZE, SMALLEST_SIZE = 9.0, 3.0  # points
MARGIN = 12.0  # at least so much beside the header
DROP = 15.0  # from the upper edge of what is shown to the foot of the letters
RISE = 9.0  # from the lower edge to the foot of the letters of a page's number
_FONT = Name("/CMECFHeader")
_FONTS, _RESOURCES, _CONTENTS = Name.Font, Name.Resources, Name.Contents
_LETTER = Rectangle(0, 0, 612, 792)  # for a page that does not say its size
_BLUE, _BLACK = "0 0 0.8 rg", "0 g"
_SOUND = (0, 0)


def draw_headers(
    source: Path, header: Header, target: Path, *, unbalanced: Mapping[int, Imbalance] | None = None
) -> None:
    """Write a copy of the PDF at `source` with the header on every page.

    `unbalanced` is what `unbalanced_pages` has said of it; without it the pages are looked at now. Raises what pikepdf
    raises, and ValueError for a PDF without pages.
    """
    with pikepdf.open(source) as pdf:
        pages = list(pdf.pages)
        if not pages:
            raise ValueError("no pages")
        if unbalanced is None:
            unbalanced = unbalanced_pages(pdf)
        drawing = _Drawing(pdf)
        for number, (page, line) in enumerate(zip(pages, header.lines(len(pages)), strict=True), start=1):
            drawing.draw(page, line, unbalanced.get(number, _SOUND))
        pdf.save(target, compress_streams=False)  # headers are short, and everything else keeps its form


def number_pages(pdf: Pdf) -> None:
    """Draw "Page 3 of 12" at the foot of every page, where several documents have become one."""
    unbalanced = unbalanced_pages(pdf)
    drawing = _Drawing(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        line = f"Page {number} of {len(pdf.pages)}"
        drawing.draw(page, line, unbalanced.get(number, _SOUND), at_foot=True)


class _Drawing:
    """What the headers of one PDF share."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._font = font.add_font(pdf)
        self._save = pdf.make_stream(b"q\n")
        self._colour = _BLUE if _shows_colour(pdf) else _BLACK

    def draw(self, page: Page, line: str, imbalance: Imbalance, *, at_foot: bool = False) -> None:
        """Draw a line at the top or the foot of a page, as it is shown: turned and cut."""
        restores, saves = imbalance
        self._add_font(page)
        contents = page.obj.get(_CONTENTS)
        former = contents if isinstance(contents, Array) else () if contents is None else (contents,)
        streams = [stream for stream in former if isinstance(stream, Stream)]
        drawn = self._pdf.make_stream(f"{'Q ' * (1 + saves)}\n{self._instructions(page, line, at_foot)}".encode())
        page.obj[_CONTENTS] = Array([*[self._save] * (1 + restores), *streams, drawn])

    def _add_font(self, page: Page) -> None:
        """Make the font known to a page. Resources that come from its parents get their place in the page as well."""
        resources = page.obj.get(_RESOURCES)
        if not isinstance(resources, Dictionary):
            inherited = page.get_resources()
            page.obj[_RESOURCES] = inherited if isinstance(inherited, Dictionary) else Dictionary()
            resources = page.obj[_RESOURCES]
        fonts = resources.get(_FONTS)
        if not isinstance(fonts, Dictionary):
            resources[_FONTS] = Dictionary()
            fonts = resources[_FONTS]
        fonts[_FONT] = self._font  # also over a font of that name: what was filed must not change our letters

    def _instructions(self, page: Page, line: str, at_foot: bool) -> str:
        shown = _shown_box(page)
        turn = round(page.rotation / 90) * 90 % 360
        across = shown.width if turn in (0, 180) else shown.height
        text = font.printable(line)
        natural = font.width(text)
        size = max(SMALLEST_SIZE, min(SIZE, (across - 2 * MARGIN) / natural))
        inset = (across - size * natural) / 2
        down = (shown.height if turn in (0, 180) else shown.width) - RISE if at_foot else DROP
        if turn == 0:
            place = f"1 0 0 1 {shown.llx + inset:.2f} {shown.ury - down:.2f}"
        elif turn == 90:
            place = f"0 1 -1 0 {shown.llx + down:.2f} {shown.lly + inset:.2f}"
        elif turn == 180:
            place = f"-1 0 0 -1 {shown.urx - inset:.2f} {shown.lly + down:.2f}"
        else:
            place = f"0 -1 1 0 {shown.urx - down:.2f} {shown.ury - inset:.2f}"
        # An artifact, for readers of tagged PDF: it is no part of what was filed.
        return (
            f"/Artifact <</Type /Pagination /Subtype /{'Footer' if at_foot else 'Header'}>> BDC q {self._colour} "
            f"BT {_FONT} {size:.2f} Tf {place} Tm {font.quoted(text)} Tj ET Q EMC\n"
        )


def _shown_box(page: Page) -> Rectangle:
    """Return what is shown of a page: its crop box as far as that is on the page."""
    try:
        media = Rectangle(page.mediabox)
        crop = Rectangle(page.cropbox)
    except (TypeError, ValueError, AttributeError):
        return _LETTER
    left, low = max(media.llx, crop.llx), max(media.lly, crop.lly)
    right, high = min(media.urx, crop.urx), min(media.ury, crop.ury)
    return Rectangle(left, low, right, high) if left < right and low < high else media


def _shows_colour(pdf: Pdf) -> bool:
    """Return whether the document may hold RGB: archival PDF for a press or for grey alone may not."""
    intents = pdf.Root.get(Name.OutputIntents)
    for intent in intents if isinstance(intents, Array) else ():
        profile: Object | None = intent.get(Name.DestOutputProfile) if isinstance(intent, Dictionary) else None
        if isinstance(profile, Stream) and profile.get(Name.N) != 3:
            return False
    return True
