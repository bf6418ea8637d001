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

    def press(self, amount: str) -> httpx.Response:
        """Fill in the amount and go on to the card processor."""
        page = self.browser.get(self.at())
        return self.browser.post(self.at(), data=hidden(page) | {"amount": amount})

    def pay(self, page: httpx.Response) -> httpx.Response:
        """Type the card on the processor's page."""
        return self.browser.post(page.url, data=hidden(page) | CARD)

    def paid(self) -> list[int]:
        """The amounts of the payments that were made, in cents."""
        query = "select amount_cents from payment where outcome = 'approved' order by id"
        return [cents for (cents,) in rows(self.demo, query)]


@pytest.fixture
def tess(demo: RunningDemo) -> Payer:
    """Tess, in Manage My Account, once the centre has heard of what she owes."""
    with Payer(demo, demo.people["tess"]) as payer:
        payer.answer(payer.browser.get(payer.at("/login")))
        wait_until(lambda: payer.owes() != "$0.00" or bool(payer.paid()), TOLD_SECONDS)
        yield payer


def test_many_presses_at_once_are_one_payment_and_the_lost_news_of_it_is_found(demo: RunningDemo, tess: Payer) -> None:
    pages = at_once([lambda: tess.press(HALF)] * 6)
    assert len({str(page.url) for page in pages}) == 1, "all of them lead to the page of one payment"
    assert pages[0].url.host.startswith("cards.")
    ends = at_once([lambda page=page: tess.pay(page) for page in pages])  # type: ignore[misc]
    assert all("Paid: $17.05" in end.text for end in ends), [end.text for end in ends]
    assert tess.paid() == [1705]
    assert tess.owes() == "$17.05"

    page = tess.press(HALF)
    demo.kill("serve")  # with every request that it has in its hands
    wait_until(lambda: tess.browser.get(tess.at("/help/")).status_code == httpx.codes.OK, TOLD_SECONDS)
    end = tess.pay(page)
    assert "Paid: $17.05" in end.text, end.text
    assert tess.paid() == [1705, 1705]
    assert tess.owes() == "$0.00"
    assert "Nothing is due." in tess.press(HALF).text
    assert len(rows(demo, "select from payment")) == 2
