"""Setting up a second factor is whole or not at all at each step, whatever becomes of the database."""

from __future__ import annotations

import mailbox
import re

import httpx
import pyotp
import pytest
from database import lost_after_commit, lost_before_commit
from filer import Filer, hidden
from filings import rows

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

MAIL_SECONDS = 60
SECRET = re.compile(r'<strong class="record">([A-Z2-7 ]+)</strong>')
CODE = re.compile(r"^(\d{4} \d{4})\s*$", re.MULTILINE)


class Holder(Filer):
    """Somebody who sets up an authenticator app."""

    def at(self, path: str) -> str:
        """An address of Manage My Account."""
        return self.demo.url("pacer", path)

    def send(self, path: str, **filled: str) -> httpx.Response:
        """Fill in the form of a page and submit it."""
        page = self.browser.get(self.at("/manage/mfa" if "/begin/" in path else path))
        return self.browser.post(self.at(path), data=hidden(page) | filled)

    def codes(self) -> list[str]:
        """The codes that have come by e-mail, the latest one last."""
        box = mailbox.Maildir(self.demo.var / "mail", create=False)
        ours = [one for one in box if one["X-Envelope-To"] == self.person.email and "security code" in one["Subject"]]
        texts = [str(one.get_payload(decode=True), "utf-8") for one in sorted(ours, key=lambda one: one["Date"])]
        return [found.group(1) for text in texts if (found := CODE.search(text))]

    def secret(self) -> str:
        """The setup key on the page that adds an app."""
        found = SECRET.search(self.browser.get(self.at("/manage/mfa/app")).text)
        assert found
        return found.group(1).replace(" ", "")

    def has_app(self) -> bool:
        """Whether an app is among the methods of the account."""
        query = "select 1 from second_factor_app a join account on account.id = a.account_id where username = %s"
        return bool(rows(self.demo, query, self.person.username))


@pytest.fixture
def holder(demo: RunningDemo) -> Holder:
    """Tessa, who has no second factor, at Manage My Account."""
    with Holder(demo, demo.people["tessa"]) as tessa:
        tessa.answer(tessa.browser.get(tessa.at("/login")))
        assert tessa.browser.get(tessa.at("/manage/mfa")).status_code == httpx.codes.OK
        yield tessa


def test_the_database_is_killed_at_each_step_of_an_enrolment(demo: RunningDemo, holder: Holder) -> None:
    # The code by e-mail: before the commit there is none and nothing is begun; after it the mail arrives.
    failed = lost_before_commit(demo, "mail_message", lambda: holder.send("/manage/mfa/begin/app"))
    assert failed.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
    assert rows(demo, "select 1 from second_factor_enrolment") == []
    demo.check()
    lost_after_commit(demo, lambda: holder.send("/manage/mfa/begin/app"))
    wait_until(lambda: len(holder.codes()) == 1, MAIL_SECONDS)

    # Typing it: before the commit it is as good as not typed; after it the page with the picture opens.
    (code,) = holder.codes()
    step = "/manage/mfa/confirm/app"
    lost_before_commit(demo, "second_factor_enrolment", lambda: holder.send(step, code=code))
    assert rows(demo, "select tries, confirmed_at from second_factor_enrolment") == [(0, None)]
    demo.check()
    lost_after_commit(demo, lambda: holder.send(step, code=code))
    app = pyotp.TOTP(holder.secret())

    # Adding the app: before the commit the account has none, and the same picture is good for the next try.
    step = "/manage/mfa/app"
    lost_before_commit(demo, "mail_message", lambda: holder.send(step, name="Telephone", code=app.now()))
    assert not holder.has_app()
    assert holder.secret() == app.secret
    demo.check()
    lost_after_commit(demo, lambda: holder.send(step, name="Telephone", code=app.now()))
    assert holder.has_app()
    demo.check()

    # From now on nobody comes in without it.
    with Holder(demo, holder.person) as elsewhere:
        asked = elsewhere.answer(elsewhere.browser.get(elsewhere.at("/login")))
        assert "One more step" in asked.text
        assert "PACER LOGIN" in elsewhere.browser.get(elsewhere.at("/manage")).text
