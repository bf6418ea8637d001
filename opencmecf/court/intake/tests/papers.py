"""PDFs of every kind, made by code: harmless, forbidden and hostile ones."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

Change = Callable[[pikepdf.Pdf], None]
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << >> >>"


def paper(*changes: Change, text: str = "Motion for an extension of time", pages: int = 1) -> bytes:
    """Return a letter-size PDF whose pages say `text`, after `changes`."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for _ in range(pages):
            page = pdf.add_blank_page()
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(_lines(text))
        for change in changes:
            change(pdf)
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def encrypted(password: str) -> bytes:
    """Return a PDF that asks for `password`, or only forbids things where it is empty."""
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(user=password, owner="the court's own"))
    return written.getvalue()


def opens_with(action: Dictionary) -> Change:
    """Return a change: the document does `action` when it is opened."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def opens_at_a_page(pdf: pikepdf.Pdf) -> None:
    """Have it open at its first page, as most word processors do."""
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def script_by_name(pdf: pikepdf.Pdf) -> None:
    """Put a script among the document's names."""
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("one"), script])))


def script_of_a_page(pdf: pikepdf.Pdf) -> None:
    """Have the last page run a script when it is shown."""
    pdf.pages[-1].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def script_nobody_refers_to(pdf: pikepdf.Pdf) -> None:
    """Hide a script deep inside a value that nothing leads to but a private entry."""
    hidden = Dictionary(A=Array([Dictionary(B=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))]))
    pdf.Root.PieceInfo = pdf.make_indirect(hidden)


def attachment(pdf: pikepdf.Pdf) -> None:
    """Attach a file."""
    pdf.attachments["exhibit.txt"] = b"exhibit"


def annotated(**values: Any) -> Change:
    """Return a change: the last page has an annotation with these values."""

    def change(pdf: pikepdf.Pdf) -> None:
        rect = Array([72, 72, 144, 144])
        annotation = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=rect, **values))
        pdf.pages[-1].obj.Annots = Array([annotation])

    return change


def form(*, value: str | None = "Jane", looks: bool = True, script: bool = False) -> Change:
    """Return a change: a text field that still can be filled in, showing its value itself where `looks`."""

    def change(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            Rect=Array([72, 600, 300, 620]),
            DA=String("/F1 12 Tf 0 g"),
        )
        if value is not None:
            field.V = String(value)
        if looks:
            shown = pdf.make_stream(b"q BT /F1 12 Tf 2 5 Td (" + (value or "").encode() + b") Tj ET Q")
            resources = pdf.pages[0].obj.Resources
            shown.stream_dict = Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 228, 20]), Resources=resources
            )
            field.AP = Dictionary(N=shown)
        if script:
            field.AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("AFNumber_Keystroke(2)")))
        widget = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([widget])
        pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), DA=String("/F1 12 Tf 0 g"))

    return change


def signed(pdf: pikepdf.Pdf) -> None:
    """Give it a signature, as a program for signing leaves it."""
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("signature"),
            Rect=Array([72, 72, 144, 100]),
            V=pdf.make_indirect(Dictionary(Type=Name.Sig, Contents=String("00"))),
        )
    )
    pdf.pages[-1].obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3)


def scanned(pdf: pikepdf.Pdf) -> None:
    """Have its pages show a picture instead of text."""
    for page in pdf.pages:
        picture = Stream(pdf, bytes(64 * 64))
        picture.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=64, Height=64, ColorSpace=Name.DeviceGray, BitsPerComponent=8
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(Im1=picture))
        page.obj.Contents = pdf.make_stream(b"q 500 0 0 700 50 50 cm /Im1 Do Q")


def drawn(content: bytes) -> Change:
    """Return a change: `content` is drawn over the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(content)

    return change


def bomb(megabytes: int = 210, *, times: int = 1) -> bytes:
    """Return a PDF whose one page unpacks to `megabytes` of spaces, packed `times` over."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024**2) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    head = b"<< /Length %d /Filter [%b] >>\nstream\n" % (len(packed), b"/FlateDecode " * times)
    page = PAGE.removesuffix(b">>") + b"/Contents 4 0 R >>"
    return raw_pdf([CATALOG, PAGES, page, head + packed + b"\nendstream"])


def raw_pdf(objects: Sequence[bytes], *, root: int = 1) -> bytes:
    """Return a PDF of these objects as they are, numbered from 1, with a table of where they stand."""
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table)
    return bytes(written)


def _lines(text: str) -> bytes:
    shown = b"BT /F1 12 Tf 72 720 Td 14 TL\n"
    for line in text.splitlines() or [""]:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown += b"(" + escaped.encode("latin-1") + b") Tj T*\n"
    return shown + b"ET"
