"""The pages around a document as a test reads them: the receipt, the frame, the file."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2

from opencmecf.court.viewing.tests.shelf import CASE_ID
from opencmecf.testing.people import Browser

LOGGED_IN = b"/cgi-bin/login.pl?logout"
AS_JURISCRAPER = {"got_receipt": "1", "pdf_header": "1", "pdf_toggle_possible": "1", "caseid": CASE_ID}
IFRAME = re.compile(r'<iframe [^>]*src="([^"]+)"')
TOKEN = re.compile(r'name="receipt" value="([^"]+)"')


def opened(browser: Browser, document_id: str, **more: str) -> Any:
    """The page with the document, after the button of the page with the receipt."""
    return browser.post(f"/doc1/{document_id}", {"got_receipt": "1", "receipt": "of a page", **more})


def pdf_of(browser: Browser, page: Any) -> bytes:
    """The file that a page carries, or that is the answer itself."""
    if page["Content-Type"] == "application/pdf":
        return b"".join(page.streaming_content)
    (source,) = IFRAME.findall(page.content.decode())
    answer = browser.get(source.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return b"".join(answer.streaming_content)


def words(pdf: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()


def token_of(page: Any) -> str:
    return str(TOKEN.findall(page.content.decode())[0])
