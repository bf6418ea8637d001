"""The font of headers. It is embedded, since archival PDF (PDF/A) must hold its fonts."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

_FILE = Path(__file__).with_name("public_sans.ttf")
_FIRST, _LAST = 32, 126
# fmt: off
_WIDTHS = (
    243, 251, 426, 603, 658, 904, 708, 248, 302, 309, 394, 554, 242, 378, 225, 350, 612, 407, 596, 630, 628, 640, 622,
    600, 648, 624, 226, 240, 546, 554, 546, 521, 831, 710, 670, 688, 694, 620, 594, 733, 766, 283, 388, 682, 578, 886,
    754, 734, 636, 748, 676, 674, 594, 700, 672, 954, 688, 607, 637, 303, 350, 303, 473, 518, 218, 553, 596, 544, 596,
    566, 396, 622, 576, 248, 262, 562, 303, 865, 577, 566, 596, 596, 391, 507, 389, 580, 504, 786, 564, 535, 480, 328,
    263, 332, 568,
)  # of the characters from _FIRST to _LAST, in thousandths of the size, as the file says them
# fmt: on
_WIDTH_OF = [0] * _FIRST + list(_WIDTHS)


def printable(text: str) -> str:
    """Return text as the font can show it: printable ASCII."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _FIRST <= ord(letter) <= _LAST else "?" for letter in text)


def width(text: str) -> float:
    """Return the width of printable ASCII at size 1."""
    return sum(map(_WIDTH_OF.__getitem__, text.encode())) / 1000


def quoted(text: str) -> str:
    """Return printable ASCII as a string of PDF."""
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def add_font(pdf: Pdf) -> Object:
    """Return the font, added to a PDF."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/CMECFH+PublicSans-Regular"),
        Flags=32,
        FontBBox=Array([-23, -171, 931, 831]),
        ItalicAngle=0,
        Ascent=950,
        Descent=-225,
        CapHeight=723,
        StemV=80,
        FontFile2=pikepdf.Stream(pdf, _FILE.read_bytes(), Length1=_FILE.stat().st_size),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/CMECFH+PublicSans-Regular"),
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=Array(list(_WIDTHS)),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
