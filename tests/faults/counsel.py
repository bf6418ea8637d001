"""Somebody who files documents, without a window."""

from __future__ import annotations

import io
import re
from typing import Any

import httpx
import pikepdf
from filer import Filer, hidden

CASE = "1:20-cv-20001"
NOTICE = "notices/notice-of-unavailability"
PARTIES = {"alice": "Harbor Pilots Association, Inc.", "robert": "Coral Reach Towing, LLC"}  # whom they represent
_CHOICE = re.compile(r'<input[^>]*name="filer"[^>]*value="([^"]+)"[^>]*>\s*<label[^>]*>(.*?)</label>', re.DOTALL)


def pdf(title: str, more: int = 0) -> bytes:
    """A PDF of one page, with `more` bytes in it that nothing can make shorter."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"] = title
        made.Root.Ballast = made.make_stream(bytes(range(256)) * (more // 256))
        made.save(written, compress_streams=False, deterministic_id=True)
    return written.getvalue()


class Counsel(Filer):
    """An attorney of a party of the demonstration's civil case, at one browser."""

    def ready(self, words: str, *, event: str = NOTICE) -> httpx.Response:
        """The last page of a filing, with the button Submit. `words` end its docket text and make its file."""
        page = self.send(self.up_to_the_documents(event), files=pdf(words), redaction="on")
        if str(page.url).endswith("/references"):
            page = self.send(page, none="on")
        page = self.send(page, free_text=words)
        assert str(page.url).endswith("/review"), page.text
        return page

    def up_to_the_documents(self, event: str = NOTICE) -> httpx.Response:
        """The page that takes the file of a filing, for which everything else before it was chosen."""
        category, code = event.split("/")
        address = self.demo.url("flsd", f"/civil/{category}?event={code}")
        page = self.browser.post(address, data=hidden(self.browser.get(address)) | {"event": code})
        page = self.send(self.send(page, number=CASE))
        page = self.send(page, filer=_choice(page, PARTIES[self.person.username]))
        assert str(page.url).endswith("/documents"), page.text
        return page

    def send(
        self,
        page: httpx.Response,
        *,
        files: bytes | None = None,
        browser: httpx.Client | None = None,
        **fields: str,
    ) -> httpx.Response:
        """Fill in the form of a step and click Next. `browser` may be another one with the same cookies."""
        sent = {"main": ("notice.pdf", files, "application/pdf")} if files is not None else None
        address = str(page.url).partition("?")[0]
        return (browser or self.browser).post(address, data=hidden(page) | {"button": "next"} | fields, files=sent)

    def open(self, draft: str, step: str) -> httpx.Response:
        """A step of a draft."""
        return self.browser.get(self.demo.url("flsd", f"/filing/{draft}/{step}"))

    def press(self, review: httpx.Response, *, browser: httpx.Client | None = None) -> httpx.Response:
        """Click Submit on the last page."""
        address = str(review.url).replace("/review", "/submit")
        return (browser or self.browser).post(address, data=hidden(review))

    def receipt(self, draft: str) -> dict[str, Any]:
        """The receipt, as it is downloaded."""
        answer = self.open(draft, "receipt.json")
        assert answer.status_code == httpx.codes.OK, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def keys(self) -> list[dict[str, Any]]:
        """The public keys of the court."""
        told = self.browser.get(self.demo.url("flsd", "/.well-known/receipt-keys.json"))
        keys: list[dict[str, Any]] = told.json()["keys"]
        return keys


def draft_of(page: httpx.Response) -> str:
    """The id of the draft that a page of a filing is about."""
    return str(page.url).split("/")[-2]


def _choice(page: httpx.Response, party: str) -> str:
    return next(value for value, label in _CHOICE.findall(page.text) if party in label)
