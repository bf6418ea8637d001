"""Whether the instructions of a page put back the graphics state that they change.

A page may leave the coordinates turned or scaled when it ends, and may restore more often than it has saved. A header
drawn after it must begin from the state in which the page began. Few pages are like that, but each must be looked at.
"""

from __future__ import annotations

import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

Imbalance = tuple[int, int]  # restores without a save before them, and saves without a restore after them

_SAVE_OR_RESTORE = re.compile(rb"[qQ](?<![^\s\])>}][qQ])(?![^\s\[(</%{])")
# What reading a damaged file may raise.
UNREADABLE = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
)

LONGEST = 4_000_000  # bytes of instructions that are looked at; a page with more is taken for a sound one
_LONGEST_RAW = 64_000  # bytes in an encoding that can only be decoded whole


def unbalanced_pages(pdf: Pdf) -> dict[int, Imbalance]:
    """Return the pages, counted from 1, that do not put back what they change. It takes some time: 40 µs a page."""
    found = ((number, _imbalance(page)) for number, page in enumerate(pdf.pages, start=1))
    return {number: imbalance for number, imbalance in found if imbalance != (0, 0)}


def _imbalance(page: Page) -> Imbalance:
    instructions = _instructions(page.obj.get(Name.Contents))
    if instructions is None:
        return 0, 0
    found = _unmatched(_SAVE_OR_RESTORE.findall(instructions))
    if found == (0, 0):
        return found
    # Texts and images within the instructions may hold the same letters: only now it is worth reading exactly.
    exact = (str(instruction.operator) for instruction in pikepdf.parse_content_stream(page, "q Q"))
    return _unmatched([operator.encode() for operator in exact if operator in ("q", "Q")])


def _unmatched(steps: list[bytes]) -> Imbalance:
    rest = b"".join(steps)
    while b"qQ" in rest:
        rest = rest.replace(b"qQ", b"")
    return rest.count(b"Q"), rest.count(b"q")


def _instructions(contents: Object | None) -> bytes | None:
    """Return the instructions of a page, or None where they cannot be read within bounds."""
    streams = list(contents) if isinstance(contents, Array) else [contents]
    parts: list[bytes] = []
    left = LONGEST
    for stream in streams:
        if not isinstance(stream, Stream):
            continue
        part = _decoded(stream, left)
        if part is None:
            return None
        parts.append(part)
        left -= len(part)
    return b"\n".join(parts)


def _decoded(stream: Stream, limit: int) -> bytes | None:
    """Return the bytes of a stream, or None for more than `limit`: a small file may hold a very long stream."""
    raw = stream.read_raw_bytes()
    filters = stream.get(Name.Filter)
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    if filters is None:
        return raw if len(raw) <= limit else None
    parameters = stream.get(Name.DecodeParms)
    if filters == Name.FlateDecode and not isinstance(parameters, (Dictionary, Array)):
        inflate = zlib.decompressobj()
        try:
            decoded = inflate.decompress(raw, limit)
        except zlib.error:
            return None
        return None if inflate.unconsumed_tail else decoded
    if len(raw) > _LONGEST_RAW:
        return None
    decoded = stream.read_bytes()
    return decoded if len(decoded) <= limit else None
