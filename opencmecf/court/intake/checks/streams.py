"""Whether the streams of a PDF unpack to more than a document needs.

Deflate makes at most 1032 bytes of one, so only long streams, and those packed more than once, have to be unpacked to
know; that is done piece by piece, and no piece is kept.
"""

from __future__ import annotations

import zlib

import pikepdf

from opencmecf.court.intake.checks.facts import Facts

MOST_BYTES = 64 * 1024**2  # of one stream that is no picture
MOST_PIXELS = 400_000_000  # of one picture: a drawing of three by four feet at 600 dots an inch
BEST_RATIO = 1032
PIECE = 1024**2
_UNPACKING = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW"})
_DEFLATE = frozenset({"/FlateDecode", "/Fl"})


def check_stream(stream: pikepdf.Stream, facts: Facts) -> None:
    """Note a stream that unpacks without measure."""
    if _is_bomb(stream):
        facts.add("bomb")


def _is_bomb(stream: pikepdf.Stream) -> bool:
    dictionary = stream.stream_dict
    filters = _filters(dictionary)
    packings = [name for name in filters if name in _UNPACKING]
    if dictionary.get("/Subtype") == "/Image" and len(packings) < 2:
        return _pixels(dictionary) > MOST_PIXELS
    if not packings:
        return False
    raw = stream.read_raw_bytes()
    if len(raw) * BEST_RATIO ** len(packings) <= MOST_BYTES:
        return False
    if any(name not in _DEFLATE for name in filters):
        return len(packings) > 1  # nobody packs twice in two ways but to deceive
    return not _ends_within(raw, len(filters), MOST_BYTES)


def _filters(dictionary: pikepdf.Object) -> list[str]:
    found = dictionary.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [str(name) for name in found]
    return [] if found is None else [str(found)]


def _pixels(dictionary: pikepdf.Object) -> int:
    width, height = dictionary.get("/Width", 0), dictionary.get("/Height", 0)
    return int(width) * int(height)


def _ends_within(raw: bytes, stages: int, most: int) -> bool:
    """Say whether `raw`, unpacked `stages` times, ends within `most` bytes; what cannot be unpacked ends at once."""
    stack = [zlib.decompressobj() for _ in range(stages)]
    waiting = [b""] * (stages - 1)
    unpacked = 0
    pending = raw
    try:
        while True:
            piece = stack[0].decompress(pending, PIECE)
            pending = stack[0].unconsumed_tail
            for place in range(1, stages):
                piece = stack[place].decompress(waiting[place - 1] + piece, PIECE)
                waiting[place - 1] = stack[place].unconsumed_tail
            unpacked += len(piece)
            if unpacked > most:
                return False
            if not piece and not pending and not any(waiting):
                return True
    except zlib.error:
        return True
