"""What the objects of a PDF tell: scripts, outside actions, attachments, media, forms.

Every indirect object is looked at, not only what the catalogue leads to. qpdf writes each one out with its names in
plain, which is fast; only where a name of interest stands is it looked through in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from opencmecf.court.intake.checks.facts import Facts
from opencmecf.court.intake.checks.streams import check_stream

DEEPEST = 60  # nested values of one object; nothing that people make comes near
_NAMES_OF_INTEREST = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|ResetForm|GoToR|GoToE|Rendition|Sound|Movie|RichMedia\w*|GoTo3DView|3D|"
    rb"Screen|EF|EmbeddedFiles?|FileAttachment|Collection|URI|Named)(?![\w.-])"
)
# Addresses that run or open something. Strings with unusual signs, which qpdf writes in hexadecimal, begin with <.
_OUTSIDE_URI = re.compile(rb"/URI\s*(?:<|\(\s*(?:javascript|file|vbscript|data|jar)\s*:)", re.IGNORECASE)
_OUTSIDE_SCHEME = re.compile(r"\s*(?:javascript|file|vbscript|data|jar)\s*:", re.IGNORECASE)
_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "external-action",
    "/SubmitForm": "external-action",
    "/ImportData": "external-action",
    "/GoToE": "attachment",
    "/GoToR": "other-file-link",
    "/Rendition": "media",
    "/Sound": "media",
    "/Movie": "media",
    "/RichMediaExecute": "media",
    "/GoTo3DView": "media",
}
_ANNOTATIONS = {
    "/Screen": "media",
    "/Sound": "media",
    "/Movie": "media",
    "/RichMedia": "media",
    "/3D": "media",
    "/FileAttachment": "attachment",
}


def check_objects(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """Note what the objects of `pdf` would do or bring along. Call `check_pages` first, so that pages are known."""
    _check_catalog(pdf.Root, facts)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            check_stream(thing, facts)
            _check_object(thing.stream_dict, facts)
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Array)):
            _check_object(thing, facts)


def _check_object(thing: pikepdf.Object, facts: Facts) -> None:
    found = _NAMES_OF_INTEREST.findall(thing.unparse(resolved=True))
    if found and (set(found) != {b"/URI"} or _OUTSIDE_URI.search(thing.unparse(resolved=True))):
        _check_values(thing, facts, page=None)


def check_pages(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """Note what the pages' own actions and annotations would do, with their numbers."""
    for number, page in enumerate(pdf.pages, start=1):
        if "/AA" in page.obj:
            _check_values(page.obj.AA, facts, page=number)
        for annotation in _annotations(page.obj):
            if annotation.get("/Subtype") == "/Widget":
                facts.add("widget", page=number)
            if _is_loose_redaction(annotation):
                facts.add("covered-text", page=number)
            _check_values(annotation, facts, page=number)


def _is_loose_redaction(annotation: pikepdf.Object) -> bool:
    """Say whether an annotation lies over the page like a redaction, and can be taken away like any annotation."""
    if annotation.get("/Subtype") == "/Redact":
        return True
    color = annotation.get("/IC")
    is_black = isinstance(color, pikepdf.Array) and len(color) in (1, 3) and all(float(part) < 0.25 for part in color)
    return annotation.get("/Subtype") == "/Square" and is_black


def _annotations(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    found = page.get("/Annots")
    if isinstance(found, pikepdf.Array):
        for annotation in found:
            if isinstance(annotation, pikepdf.Dictionary):
                yield annotation


def _check_catalog(root: pikepdf.Object, facts: Facts) -> None:
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        if "/JavaScript" in names:
            facts.add("javascript", detail="It runs when the document is opened.")
        if "/EmbeddedFiles" in names:
            facts.add("attachment")
    if "/Collection" in root:
        facts.add("attachment", detail="It is a portfolio.")
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == "/JavaScript":
        facts.add("javascript", detail="It runs when the document is opened.")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == "/Named" and opening.get("/N") == "/Print":
        facts.add("external-action", detail="It prints when the document is opened.")


def _check_values(value: Any, facts: Facts, *, page: int | None, depth: int = 0) -> None:
    """Look through the direct values inside `value`; what it refers to is an object of its own."""
    if depth > DEEPEST:
        facts.add("too-deep", page=page)
        return
    if isinstance(value, pikepdf.Dictionary):
        _check_dictionary(value, facts, page)
    inner = value.values() if isinstance(value, pikepdf.Dictionary) else value
    for one in inner:
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Array)) and not _is_seen_elsewhere(one, page):
            _check_values(one, facts, page=page, depth=depth + 1)


def _is_seen_elsewhere(value: pikepdf.Object, page: int | None) -> bool:
    """Say whether a value is an object of its own; of a page's annotation one is followed if it is an action."""
    return value.is_indirect and not (page is not None and isinstance(value, pikepdf.Dictionary) and "/S" in value)


def _check_dictionary(value: pikepdf.Object, facts: Facts, page: int | None) -> None:
    action = _ACTIONS.get(str(value.get("/S")))
    if action:
        facts.add(action, page=page)
    elif "/JS" in value:
        facts.add("javascript", page=page)
    annotation = _ANNOTATIONS.get(str(value.get("/Subtype")))
    if annotation and ("/Rect" in value or value.get("/Type") == "/Annot"):
        facts.add(annotation, page=page)
    if "/EF" in value or value.get("/Type") == "/EmbeddedFile":
        facts.add("attachment", page=page)
    if value.get("/Type") in ("/Rendition", "/3D", "/RichMediaContent"):
        facts.add("media", page=page)
    if "/URI" in value and _OUTSIDE_SCHEME.match(str(value.URI)):
        facts.add("external-action", page=page)


def check_form(pdf: pikepdf.Pdf, facts: Facts) -> None:
    """Note a form that can still be filled in, and signatures, which are shown but not checked."""
    form = pdf.Root.get("/AcroForm")
    fields = list(_fields(form)) if isinstance(form, pikepdf.Dictionary) else []
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        facts.add("form", detail="XFA")
    signatures = [field for field in fields if field.get("/FT") == "/Sig" and "/V" in field]
    if signatures:
        facts.add("signature")
    if len(fields) > len(signatures) or (facts.has("widget") and not signatures):
        facts.add("form")
    elif form is not None and not fields and not facts.has("form"):
        facts.add("empty-form")


def _fields(form: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Return the form's top fields; that one is there is all that matters."""
    found = form.get("/Fields")
    if isinstance(found, pikepdf.Array):
        for field in found:
            if isinstance(field, pikepdf.Dictionary):
                yield field
