"""A payment is made once or not at all, whatever happens at the same moment, and whoever dies on the way."""

from __future__ import annotations

import re

import httpx
import pytest
from filer import Filer, hidden
from filings import rows
from together import at_once

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

CARD = {
    "another": "on",
    "name": "Tess Whitlock",
    "number": "4242 4242 4242 4242",
    "expiry": "04/2090",
    "security_code": "123",
    "zip_code": "33131",
}
TOLD_SECONDS = 60
HALF = "17.05"  # of $34.10


class Payer(Filer):
    """Somebody who owes for the last quarter."""

    def at(self, path: str = "/manage/payments") -> str:
        """An address of Manage My Account."""
        return self.demo.url("pacer", path)

    def owes(self) -> str:
        """What the page says is due."""
        found = re.search(r"<dt>Due now</dt><dd>([^<]+)</dd>", self.browser.get(self.at()).text)
        assert found
        return found[1]

    def is_answered(self) -> bool:
        """Whether a web server is there again."""
        try:
            return self.browser.get(self.at("/help/")).is_success
        except httpx.HTTPError:
            return False

    def page(self) -> httpx.Response:
        """The page with the amount."""
        return self.browser.get(self.at())

    def press(self, page: httpx.Response, amount: str) -> httpx.Response:
        """Fill in the amount and go on to the card processor."""
        return self.browser.post(self.at(), data=hidden(page) | {"amount": amount})

    def pay(self, page: httpx.Response) -> httpx.Response:
        """Type the card on the processor's page."""
        return self.browser.post(page.url, data=hidden(page) | CARD)

    def paid(self) -> list[int]:
        """The amounts of the payments that were made, in cents."""
        query = "select amount_cents from payment where outcome = 'approved' order by id"
        return [cents for (cents,) in rows(self.demo, query)]


def title(page: httpx.Response) -> str:
    """The heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    return found[1].strip() if found else page.text


@pytest.fixture
def tess(demo: RunningDemo) -> Payer:
    """Tess, in Manage My Account, once the centre has heard of what she owes."""
    with Payer(demo, demo.people["tess"]) as payer:
        payer.answer(payer.browser.get(payer.at("/login")))
        wait_until(lambda: payer.owes() != "$0.00" or bool(payer.paid()), TOLD_SECONDS)
        yield payer


def test_many_presses_at_once_are_one_payment_and_the_lost_news_of_it_is_found(demo: RunningDemo, tess: Payer) -> None:
    form = tess.page()
    pages = at_once([lambda: tess.press(form, HALF)] * 6)
    assert len({str(page.url) for page in pages}) == 1, "all of them lead to the page of one payment"
    assert pages[0].url.host.startswith("cards.")
    card = tess.browser.get(pages[0].url)
    ends = at_once([lambda: tess.pay(card)] * 6)
    assert [title(end) for end in ends] == ["Paid: $17.05"] * 6
    assert tess.paid() == [1705]
    assert tess.owes() == "$17.05"

    page = tess.press(tess.page(), HALF)
    demo.kill("web")  # with every request that it has in its hands
    wait_until(tess.is_answered, TOLD_SECONDS)
    end = tess.pay(page)
    assert title(end) == "Paid: $17.05"
    assert tess.paid() == [1705, 1705]
    assert tess.owes() == "$0.00"
    assert "Nothing is due." in tess.page().text
    assert len(rows(demo, "select from payment")) == 2
