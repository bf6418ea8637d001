"""The includes that pages are put together from."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from opencmecf.foundation.ui.frame import Frame, MenuItem


def drawn(name: str, **context: object) -> str:
    """The include, blanks squeezed."""
    return re.sub(r"\s+", " ", render_to_string(f"ui/{name}.html", context))


@pytest.mark.parametrize(
    ("kind", "role", "word"),
    [
        ("success", 'role="status"', ""),
        ("info", "", ""),
        ("warning", "", "Warning: "),
        ("error", 'role="alert"', "Error: "),
    ],
)
def test_alert_says_its_kind_in_words_and_to_screen_readers(kind: str, role: str, word: str) -> None:
    html = drawn("alert", kind=kind, heading="Heading", text="Text")
    assert f"usa-alert--{kind}" in html
    assert role in html
    assert word in html


def test_alert_without_a_heading_is_slim() -> None:
    html = drawn("alert", kind="info", text="Saved.")
    assert "usa-alert--slim" in html
    assert "<h2" not in html


def test_step_indicator_says_where_one_is() -> None:
    html = drawn("step_indicator", steps=["Person", "Address", "Security"], current=2)
    assert "Step 2 of 3" in html
    assert '<li class="now" aria-current="step">Address</li>' in html
    assert '<li class="done">Person' in html
    assert "not completed" in html


def test_facts_pair_labels_with_values_and_show_a_dash_for_none() -> None:
    html = drawn("facts", facts=[("CM/ECF", "John Attorney"), ("Client code", "")])
    assert "<dt>CM/ECF</dt> <dd>John Attorney</dd>" in html
    assert "<dt>Client code</dt> <dd>—</dd>" in html


def test_breadcrumb_ends_at_this_page() -> None:
    html = drawn("breadcrumb", trail=[("Help", "/help/")], here="Fees")
    assert '<a href="/help/">Help</a>' in html
    assert '<li aria-current="page">Fees</li>' in html


def test_breadcrumb_begins_at_the_item_of_the_menu_bar_under_which_the_page_stands() -> None:
    frame = Frame(title="A court", menu=(MenuItem("Query", "/query"), MenuItem("Utilities", "/utilities")))
    below = drawn("breadcrumb", frame=frame, section="Utilities", trail=[("My Drafts", "/drafts")], here="Check")
    assert re.findall(r'href="([^"]+)"', below) == ["/utilities", "/drafts"]
    named = drawn("breadcrumb", frame=frame, section="Utilities", trail=[("Utilities", "/utilities")], here="Check")
    assert re.findall(r'href="([^"]+)"', named) == ["/utilities"]
