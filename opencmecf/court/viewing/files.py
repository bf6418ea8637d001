"""The file that a retrieval gives out: a stored one, a copy with headers, or several together."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.documents.stamp import Header, may_be_an_answer, number_pages, stamped_copy
from opencmecf.court.documents.stamp.balance import UNREADABLE
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.viewing.labels import label_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.storage import Store, default_store
from opencmecf.foundation.storage.zipping import zip_length, zip_pieces

_UNNAMEABLE = re.compile(r"[^A-Za-z0-9]+")


def make_files(holdings: Sequence[EntryDocument], court: HostedCourt, *, form: str, has_header: bool) -> None:
    """Make all that a retrieval gives out, as far as it is kept; raises as `file_of` does."""
    if form == Retrieval.Form.ZIP:
        zip_of(holdings, court, has_header=has_header)
    else:
        file_of(holdings, court, form=form, has_header=has_header)


def file_of(holdings: Sequence[EntryDocument], court: HostedCourt, *, form: str, has_header: bool) -> Path:
    """Return the PDF to give out, in one of the forms of `Retrieval`. It is made where it is not there yet.

    Raises `FileNotFoundError` for a file that the store has lost, and `Refused` for documents that do not go into one.
    """
    store = default_store()
    paths = [_file(holding, court, store, has_header=has_header) for holding in holdings]
    if form == Retrieval.Form.SINGLE:
        return paths[0]
    parts = [form, *(str(path) for path in paths), *(file_name(one, court) for one in holdings)]
    target = _place(store, parts)
    if not target.is_file():
        _make(target, paths, numbered=form == Retrieval.Form.NUMBERED)
    return target


def zip_of(
    holdings: Sequence[EntryDocument], court: HostedCourt, *, has_header: bool
) -> tuple[Iterator[bytes], int | None]:
    """Return a ZIP file with one file for each document, piece by piece, and its length where that is known.

    Nothing of it is written to the disk. Raises `FileNotFoundError` for a file that the store has lost, before the
    first piece.
    """
    paths = [_file(holding, court, default_store(), has_header=has_header) for holding in holdings]
    files = [(file_name(holding, court), path) for holding, path in zip(holdings, paths, strict=True)]
    return zip_pieces(files), zip_length(files)


def answer_of(holding: EntryDocument, court: HostedCourt) -> Path | None:
    """Return the copy with headers of a document where it may be an answer by itself, else None.

    Programs must not take it for a refusal; what could not be stamped, nobody has looked at. Raises `FileNotFoundError`
    for a file that the store has lost.
    """
    path = _file(holding, court, default_store(), has_header=True)
    return path if may_be_an_answer(path) else None


def file_name(holding: EntryDocument, court: HostedCourt) -> str:
    """Return what a document's file is called when it is saved: "flsd-1-20-cv-20001-RMA-52-3.pdf"."""
    label = label_of(holding, court.kind)
    last = label or f"{holding.entry.de_seq_num}-{holding.attachment_number}"
    name = _UNNAMEABLE.sub("-", f"{court.court_id} {holding.entry.case.number} {last}").strip("-")
    return f"{name}.pdf"


def name_of(retrieval: Retrieval, holdings: Sequence[EntryDocument], court: HostedCourt) -> str:
    """Return what the file of a retrieval is called when it is saved."""
    first = file_name(holdings[0], court)
    if retrieval.form == Retrieval.Form.SINGLE:
        return first
    end = "zip" if retrieval.form == Retrieval.Form.ZIP else "pdf"
    return f"{first.removesuffix('.pdf')}-and-{len(holdings) - 1}-more.{end}"


def header_of(holding: EntryDocument, court: HostedCourt) -> Header:
    """Return the header of a document in the docket of this entry."""
    kind = court.kind
    return Header(
        style=kind.header_with_entry if court.settings.header_tells_entry else kind.header,
        court=court.court_id,
        case=holding.entry.case.number,
        document=label_of(holding, kind),
        id=holding.document.document_id,
        filed=holding.entry.date_filed,
        entered=holding.entry.date_entered,
    )


def _file(holding: EntryDocument, court: HostedCourt, store: Store, *, has_header: bool) -> Path:
    document = holding.document
    path = store.path(document.sha256)
    if not path.is_file():
        raise FileNotFoundError(path)
    if not has_header:
        return path
    known = document.unbalanced_pages
    unbalanced = None if known is None else {int(page): (found[0], found[1]) for page, found in known.items()}
    return stamped_copy(store=store, sha256=document.sha256, header=header_of(holding, court), unbalanced=unbalanced)


def _place(store: Store, parts: Sequence[str]) -> Path:
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return store.folder / "stamped" / key[:2] / f"{key}.pdf"


def _make(target: Path, parts: Sequence[Path], *, numbered: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    os.close(descriptor)
    written = Path(name)
    try:
        _combine(written, parts, numbered=numbered)
        written.chmod(0o440)
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _combine(target: Path, parts: Sequence[Path], *, numbered: bool) -> None:
    with pikepdf.new() as combined:
        for path in parts:
            try:
                with pikepdf.open(path) as pdf:
                    combined.pages.extend(pdf.pages)
            except UNREADABLE as problem:
                raise Refused(
                    "These documents cannot be put into one PDF.", "View them one by one, or download them all."
                ) from problem
        if numbered:
            number_pages(combined)
        combined.save(target, compress_streams=False)
