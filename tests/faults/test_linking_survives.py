"""Linking is whole or not at all, and one to one, whatever happens meanwhile."""

from __future__ import annotations

from contextlib import ExitStack

import httpx
import psycopg
import pytest
from filer import Filer, hidden
from servers import web_server_that_dies_at
from together import at_once

from opencmecf.testing.running import RunningDemo

LINKED = "is now linked to your CSO account"


def links_of(demo: RunningDemo, login: str) -> list[tuple[str, bool]]:
    """The PACER account numbers that a court account of flsd is linked to, and whether it still has a password."""
    query = """
        select coalesce(p.account_number, ''), a.password <> ''
        from court_account a left join court_person p on p.id = a.person_id where a.court_id = 'flsd' and a.login = %s
    """
    with psycopg.connect(demo.database_url) as connection:
        return connection.execute(query, [login]).fetchall()


def test_a_web_process_killed_between_the_writes_of_a_link(demo: RunningDemo) -> None:
    person, issued = demo.people["nadia"], demo.people["nadia"].logins["flsd"]
    with ExitStack() as stack:
        nadia = stack.enter_context(Filer(demo, person)).sign_in()
        page = nadia.offer(issued)
        port = stack.enter_context(web_server_that_dies_at("link:between-writes", demo))
        dying = stack.enter_context(demo.browser(port=port))
        dying.cookies = nadia.browser.cookies
        with pytest.raises(httpx.RemoteProtocolError):
            dying.post(page.url, data=hidden(page))

        # Nothing is half done: no link, the password still works, and the same page can be submitted again.
        assert links_of(demo, issued.login) == [("", True)]
        assert not nadia.may_file()
        demo.check()
        assert LINKED in nadia.submit(page).text
        assert nadia.may_file()
        (number, has_password), *more = links_of(demo, issued.login)
        assert (len(number), has_password, more) == (7, False, [])

        # Submitting it once more, as the back button does, is the same one link.
        assert LINKED in nadia.submit(page).text
        assert links_of(demo, issued.login) == [(number, False)]


def test_two_people_who_link_the_same_court_account_at_once(demo: RunningDemo) -> None:
    issued = demo.people["jattorney"].logins["flsd"]
    with ExitStack() as stack:
        filers = [stack.enter_context(Filer(demo, demo.people[name])).sign_in() for name in ("jattorney", "mvane")]
        pages = [filer.offer(issued) for filer in filers for _ in range(2)]  # each in two tabs
        tries = [(filer, page) for filer, page in zip([filers[0]] * 2 + [filers[1]] * 2, pages, strict=True)]
        answers = at_once([lambda filer=filer, page=page: filer.submit(page).text for filer, page in tries])

        linked = [LINKED in answer for answer in answers]
        told = ["has been linked to another PACER account in the meantime" in answer for answer in answers]
        assert sorted([linked[:2], linked[2:]]) == [[False, False], [True, True]]
        assert told == [not one for one in linked]
        assert [filer.may_file() for filer in filers] == [linked[0], linked[2]]
        assert len(links_of(demo, issued.login)) == 1


def test_one_person_who_links_two_court_accounts_at_once(demo: RunningDemo) -> None:
    accounts = [demo.people[name].logins["flsd"] for name in ("mvane", "harborlaw")]
    with Filer(demo, demo.people["charlie"]).sign_in() as charlie:
        pages = [charlie.offer(login) for login in accounts]
        answers = at_once([lambda page=page: charlie.submit(page).text for page in pages])
        linked = [LINKED in answer for answer in answers]
        assert sorted(linked) == [False, True]
        loser = answers[linked.index(False)]
        assert "has been linked to another CM/ECF account of this court in the meantime" in loser
        owners = [links_of(demo, login.login)[0][0] for login in accounts]
        assert [bool(owner) for owner in owners] == linked
