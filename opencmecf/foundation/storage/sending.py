"""Giving a file out over HTTP: by the web server in front where there is one, else from the disk without copying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, quote_etag

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
# Nothing in a file may run, load or be framed elsewhere. A browser's own PDF viewer styles its page inline.
CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"


def send_file(request: HttpRequest, path: Path, *, media_type: str, name: str, attached: bool) -> HttpResponseBase:
    """Return an answer that gives out a file below the store's folder, or the range of it that was asked for.

    `name` is what it is called when it is saved; `attached` makes browsers save it at once.
    """
    length = path.stat().st_size
    answer: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        answer = HttpResponse()
        inside = path.relative_to(settings.STORE).as_posix()
        answer["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX}{inside}"
        del answer["Content-Length"]
    else:
        answer = _own_answer(request, path, length)
    return _described(answer, media_type=media_type, name=name, attached=attached)


def send_pieces(
    request: HttpRequest, pieces: Iterator[bytes], *, length: int | None, media_type: str, name: str
) -> HttpResponseBase:
    """Return an answer that gives out, to be saved, what is made while it is sent. `length`: bytes, where known."""
    answer = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(pieces)
    del answer["Content-Length"]
    if length is not None:
        answer["Content-Length"] = str(length)
    return _described(answer, media_type=media_type, name=name, attached=True)


def _described(answer: HttpResponseBase, *, media_type: str, name: str, attached: bool) -> HttpResponseBase:
    answer["Content-Type"] = media_type  # to the letter: programs compare it
    answer["Content-Disposition"] = content_disposition_header(attached, name) or "inline"
    answer["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _own_answer(request: HttpRequest, path: Path, length: int) -> HttpResponseBase:
    etag = quote_etag(path.stem)
    first, last = _range(request, length, etag)
    if first >= length > 0:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{length}"
        return refused
    is_part = (first, last) != (0, length - 1)
    status = 206 if is_part else 200
    if request.method == "HEAD":  # whose answer has a length and no body
        answer: HttpResponseBase = HttpResponse(status=status)
    else:
        answer = FileResponse(_Part(path, first, last - first + 1), status=status)
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = etag
    if is_part:
        answer["Content-Range"] = f"bytes {first}-{last}/{length}"
    return answer


def _range(request: HttpRequest, length: int, etag: str) -> tuple[int, int]:
    """Return the first and last byte that are asked for: all for no range, several, or one of another file."""
    whole = 0, length - 1
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked.group() == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return whole
    first, last = asked.groups()
    if not first:
        return (max(0, length - int(last)), length - 1) if int(last) else (length, length - 1)
    if last and int(last) < int(first):
        return whole
    return int(first), min(int(last), length - 1) if last else length - 1


class _Part(FileIO):
    """A stretch of a file. The web server may hand the open file to the kernel: it begins at the right byte."""

    def __init__(self, path: Path, first: int, length: int) -> None:
        super().__init__(path, "rb")
        self.seek(first)
        self._left = length

    def read(self, size: int | None = -1) -> Any:
        """Return the next bytes of the stretch."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        found = super().read(wanted)
        self._left -= len(found)
        return found
