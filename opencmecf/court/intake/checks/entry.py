"""What the sandbox runs for the intake of PDFs."""

from __future__ import annotations

import io

import pikepdf

from opencmecf.court.intake.checks.look import look

WORK = {"look": look}


def warm_up() -> None:
    """Look at a small document, so that every module is imported before files are out of reach."""
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    look([written], {"most_pages": 1})
