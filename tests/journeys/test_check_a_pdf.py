"""Trying a file before it is filed: what is wrong with it, the form flattened, with a script and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.court.intake.tests.papers import form, paper
from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey


def test_a_form_is_flattened_before_it_is_filed(
    newcomer: Callable[..., Visitor], demo: RunningDemo, tmp_path: Path
) -> None:
    file = tmp_path / "affidavit.pdf"
    file.write_bytes(paper(form(script=True), text="SSN 123-45-6789"))
    alice = newcomer()
    alice.sign_in(demo.people["alice"])
    alice.choose("Utilities")
    alice.click("Check a PDF")
    alice.page_ok("check-a-pdf")
    alice.click("Check")
    alice.reads("Choose a PDF first.")
    alice.page.locator("input[type=file]").set_input_files(file)  # the script sends it at once
    expect(alice.heading).to_have_text("affidavit.pdf")
    alice.reads("This file cannot be filed", "affidavit.pdf is a form that can still be filled in.")
    alice.page_ok("upload-refused")
    alice.click("Flatten the form")
    alice.reads("This file can be filed", "xxxxx6789", "Your original is kept as it is.")
    alice.page_ok("upload-mended")
    alice.click("Delete this file now")
    expect(alice.heading).to_have_text("Check a PDF")


def test_the_same_without_a_script(newcomer: Callable[..., Visitor], demo: RunningDemo, tmp_path: Path) -> None:
    file = tmp_path / "motion.pdf"
    file.write_bytes(paper())
    alice = newcomer(java_script_enabled=False)
    alice.sign_in(demo.people["alice"])
    alice.choose("Utilities")
    alice.click("Check a PDF")
    alice.page.locator("input[type=file]").set_input_files(file)
    alice.click("Check")
    expect(alice.heading).to_have_text("motion.pdf")
    alice.reads("This file can be filed", "Nothing is wrong with it.")
