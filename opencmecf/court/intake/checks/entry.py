"""What the sandbox runs for the intake of PDFs."""

from __future__ import annotations

import io

import pikepdf

from opencmecf.court.intake.checks.look import look
from opencmecf.court.intake.checks.mend import flatten, repair
from opencmecf.court.intake.checks.words import read

WORK = {"look": look, "read": read, "flatten": flatten, "repair": repair}
_PAGE = b"BT /F1 12 Tf 72 700 Td (Date of birth: 01/02/1980) Tj ET 0 g 72 690 200 20 re f"


def warm_up() -> None:
    """Do all of it once to a small document, so that nothing is left to import when files are out of reach."""
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(_PAGE)
        pdf.save(written)
        locked = io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="any", user=""))
    look([written], {"most_pages": 1})
    look([locked], {"most_pages": 1})
    read([written], {"seconds": 1})
    repair([written, io.BytesIO()], {})
    flatten([written, io.BytesIO()], {})
    for damaged in (b"%PDF-1.7\nnothing", b"%PDF-1.7\n1 0 obj << >> endobj trailer << /Root 1 0 R >>"):
        look([io.BytesIO(damaged)], {"most_pages": 1})
        read([io.BytesIO(damaged)], {"seconds": 1})
