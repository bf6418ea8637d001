"""What the first and last bytes of a file tell: whether it is a PDF, and nothing but a PDF."""

from __future__ import annotations

import os
from typing import BinaryIO

from opencmecf.court.intake.checks.facts import Facts

HEAD = 1024  # where ISO 32000 lets the header stand
TAIL = 65_557  # as far from the end as a ZIP file's directory may end
OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word document or another ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"BM", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<script", "a web page"),
    (b"<?xml", "an XML file"),
    (b"%!ps", "a PostScript file"),
    (b"\xffwpc", "a WordPerfect document"),
    (b"\x1f\x8b", "a packed file"),
    (b"rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
)


def check_envelope(file: BinaryIO, facts: Facts) -> bool:
    """Note what the bytes around a PDF tell; return whether it is worth opening."""
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    if not length:
        facts.add("empty")
        return False
    at = head.find(b"%PDF-")
    if at < 0:
        facts.add("not-a-pdf", detail=_kind_of(head))
        return False
    if _kind_of(head[:at]):
        facts.add("two-kinds", detail=_kind_of(head[:at]))
    elif head[:at].strip(b"\xef\xbb\xbf \t\r\n\0"):
        facts.add("damaged", detail="Other data stands before its beginning.")
    _check_tail(file, length, facts)
    return True


def _check_tail(file: BinaryIO, length: int, facts: Facts) -> None:
    file.seek(max(0, length - TAIL))
    tail = file.read(TAIL)
    end = tail.rfind(b"%%EOF")
    after = tail[end + 5 :] if end >= 0 else tail
    if b"PK\x05\x06" in after:
        facts.add("two-kinds", detail="a ZIP file")
    elif end >= 0 and len(after.strip(b" \t\r\n\0\x1a")) > HEAD:
        facts.add("damaged", detail="Other data stands after its end.")


def _kind_of(beginning: bytes) -> str:
    start = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower()
    return next((kind for mark, kind in OTHER_KINDS if start.startswith(mark.lower())), "")
