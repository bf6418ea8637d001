"""The file over HTTP: its headers, ranges of it, its head alone, and nginx in front."""

from __future__ import annotations

from typing import Any

import pytest

from opencmecf.court.viewing.tests.pages import AS_JURISCRAPER, IFRAME
from opencmecf.court.viewing.tests.shelf import SINGLE, holding
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(charlie: Browser) -> str:
    page = charlie.post(f"/doc1/{SINGLE}", {**AS_JURISCRAPER, "pdf_header": "2"})
    return str(IFRAME.findall(page.content.decode())[0]).replace("&amp;", "&")


@pytest.fixture
def stored(source: str) -> bytes:
    return default_store().path(holding(SINGLE).document.sha256).read_bytes()


def ask(browser: Browser, source: str, **headers: str) -> Any:
    return browser.clients[browser.home].get(source, headers=headers)


def test_the_file_comes_with_headers_under_which_nothing_runs(charlie: Browser, source: str, stored: bytes) -> None:
    answer = ask(charlie, source)
    assert b"".join(answer.streaming_content) == stored
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(stored))
    assert answer["Content-Disposition"] == 'inline; filename="flsd-1-20-cv-20001-RMA-2.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Accept-Ranges"] == "bytes"
    saved = ask(charlie, f"{source}&download=1")
    assert b"".join(saved.streaming_content) == stored
    assert saved["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=10-99999999", slice(10, None)),
        ("bytes=-99999999", None),
        ("bytes=0-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,4-5", None),
        ("lines=1-2", None),
        ("bytes=-", None),
        ("bytes=0-" + "9" * 5000, None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("bytes=0-²", None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_ranges(charlie: Browser, source: str, stored: bytes, asked: str, part: slice | None) -> None:
    answer = ask(charlie, source, Range=asked)
    found = b"".join(answer.streaming_content)
    assert found == (stored[part] if part else stored)
    assert answer["Content-Length"] == str(len(found))
    assert answer.status_code == (206 if part else 200)
    if part:
        first = stored.index(found)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(found) - 1}/{len(stored)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(charlie: Browser, source: str, stored: bytes, asked: str) -> None:
    answer = ask(charlie, source, Range=asked)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(stored)}"


def test_a_range_of_another_file_gets_all_of_this_one(charlie: Browser, source: str) -> None:
    etag = charlie.clients[charlie.home].head(source)["ETag"]
    for said, status in ((etag, 206), ('"another"', 200)):
        answer = ask(charlie, source, Range="bytes=0-1", **{"If-Range": said})
        assert answer.status_code == status
        assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])


def test_the_head_alone(charlie: Browser, source: str, stored: bytes) -> None:
    answer = charlie.clients[charlie.home].head(source)
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(stored))
    assert not b"".join(answer)


def test_nginx_in_front_is_told_which_file_to_send(charlie: Browser, source: str, settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/stored/"
    answer = ask(charlie, source)
    sha256 = holding(SINGLE).document.sha256
    assert answer["X-Accel-Redirect"] == f"/stored/objects/{sha256[:2]}/{sha256}"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert not answer.content
