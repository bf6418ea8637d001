"""Files that a form sends: written to the disk as they come, never held in memory, kept only when a view says so."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_protect

from opencmecf.foundation.storage.store import Arriving, Stored, default_store

DRAINED = 256 * 1024**2  # bytes over the limit that are read and thrown away, so that the sender hears why

View = Callable[..., HttpResponseBase]
LimitOf = Callable[[HttpRequest], int]


class FileTooLarge(Exception):
    """A file of the form is longer than the view takes; `file_name` is what its sender calls it."""

    def __init__(self, file_name: str) -> None:
        super().__init__(file_name)
        self.file_name = file_name


class ArrivedFile(UploadedFile):
    """A file that a form has sent, whole and on the disk, but not yet in the store."""

    def __init__(self, arriving: Arriving, name: str, content_type: str) -> None:
        super().__init__(None, name, content_type, arriving.length)
        self._arriving = arriving

    def keep(self) -> Stored:
        """Put it into the store. What is not kept is gone when the view has answered."""
        return self._arriving.keep()

    def close(self) -> None:
        """Do nothing: the view's end decides."""


class IntoStore(FileUploadHandler):
    """Writes each file of a form to the store's `incoming`, and stops at `most_bytes`."""

    def __init__(self, request: HttpRequest, most_bytes: int) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes
        self.too_large = ""  # the name of the first file over the limit
        self._begun: list[Arriving] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one more file."""
        super().new_file(*args, **kwargs)
        self._begun.append(default_store().begin())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; over the limit, drop the file and read on without it."""
        arriving = self._begun[-1]
        if arriving.length + len(raw_data) > self.most_bytes:
            arriving.drop()
            self.too_large = self.too_large or str(self.file_name)
            raise SkipFile
        arriving.write(raw_data)

    def file_complete(self, file_size: int) -> ArrivedFile:
        """Return the file that has come to its end."""
        return ArrivedFile(self._begun[-1], str(self.file_name), str(self.content_type))

    def drop_all(self) -> None:
        """Forget every file that was not kept, whole or not."""
        for arriving in self._begun:
            arriving.drop()


class NoFiles(FileUploadHandler):
    """Throws away what forms send to views that take no files; every other view has this one, by the settings."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Read on without the file."""
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        """There is no file."""


def files_into_store(limit_of: LimitOf) -> Callable[[View], View]:
    """Let a view take files of at most `limit_of(request)` bytes, as `ArrivedFile` in `request.FILES`.

    The view's door says `files=True`. The form's token is checked here, since it is among what is read. Raises
    `FileTooLarge`; nothing is kept then, nor of a form that breaks off.
    """

    def take(view: View) -> View:
        protected: View = csrf_protect(_without_excess(view))

        @functools.wraps(view)
        def with_files(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            handler = IntoStore(request, limit_of(request))
            request.upload_handlers = [handler]
            if announced_length(request) > handler.most_bytes + DRAINED:
                raise FileTooLarge("")
            try:
                return protected(request, *args, **kwargs)
            finally:
                handler.drop_all()

        return with_files

    return take


def _without_excess(view: View) -> View:
    """Run the view after the form was read, unless a file was too large."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.FILES  # noqa: B018 - reads the form
        for handler in request.upload_handlers:
            if isinstance(handler, IntoStore) and handler.too_large:
                raise FileTooLarge(handler.too_large)
        return view(request, *args, **kwargs)

    return checked


def announced_length(request: HttpRequest) -> int:
    """The length of the body in bytes, as its sender announces it; 0 when it announces none."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isascii() and length.isdigit() else 0
