"""Mending a PDF without changing what its pages show. Whatever comes out of it is looked at anew, like any upload."""

from __future__ import annotations

from typing import Any, BinaryIO

import pikepdf

NOT_POSSIBLE = {"done": False}
DONE = {"done": True}


def repair(files: list[BinaryIO], arguments: dict[str, Any]) -> dict[str, Any]:
    """Write the file anew, with all that can be reached from its pages; say whether that was possible."""
    source, target = files
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pdf.is_encrypted or not pages:
                return NOT_POSSIBLE
            pdf.save(target)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return NOT_POSSIBLE
    return {**DONE, "pages": pages}


def flatten(files: list[BinaryIO], arguments: dict[str, Any]) -> dict[str, Any]:
    """Make the fields of a form part of the page, with what they show now, and drop the form and its scripts.

    It is not possible, and nothing is lost, where a field has no appearance of its own to keep: a form that its program
    draws when it is opened (dynamic XFA), or a filled field that no page shows.
    """
    source, target = files
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            if pdf.is_encrypted or not _can_be_flattened(pdf):
                return NOT_POSSIBLE
            pdf.flatten_annotations("all")
            _drop_form(pdf)
            pdf.save(target)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError):
        return NOT_POSSIBLE
    return DONE


def _can_be_flattened(pdf: pikepdf.Pdf) -> bool:
    root = pdf.Root
    form = root.get("/AcroForm")
    if root.get("/NeedsRendering") or not isinstance(form, pikepdf.Dictionary):
        return root.get("/NeedsRendering") is None
    if form.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    return all(_keeps_its_looks(widget) for page in pdf.pages for widget in _widgets(page.obj))


def _widgets(page: pikepdf.Object) -> list[pikepdf.Object]:
    found = page.get("/Annots")
    things = list(found) if isinstance(found, pikepdf.Array) else []
    return [one for one in things if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Widget"]


def _keeps_its_looks(widget: pikepdf.Object) -> bool:
    """Say whether a field shows its value by itself, or has none to show."""
    appearance = widget.get("/AP")
    if isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance:
        return True
    value = _inherited(widget, "/V")
    return value is None or str(value) in ("", "/Off")


def _inherited(field: pikepdf.Object, key: str, depth: int = 0) -> pikepdf.Object | None:
    if key in field or depth > 20:
        return field.get(key)
    parent = field.get("/Parent")
    return _inherited(parent, key, depth + 1) if isinstance(parent, pikepdf.Dictionary) else None


def _drop_form(pdf: pikepdf.Pdf) -> None:
    """Remove the form and what it ran; the writer leaves out what nothing refers to any more."""
    root = pdf.Root
    for key in ("/AcroForm", "/AA", "/NeedsRendering"):
        if key in root:
            del root[key]
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == "/JavaScript":
        del root["/OpenAction"]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]
    for page in pdf.pages:
        if "/AA" in page.obj:
            del page.obj["/AA"]
