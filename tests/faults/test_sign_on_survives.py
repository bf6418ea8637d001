"""A restart or a rotation of keys in the middle of signing in is not noticed by the person."""

from __future__ import annotations

import httpx
from filer import Filer

from opencmecf.foundation.processes import answers
from opencmecf.testing.running import RunningDemo


def healthy(demo: RunningDemo) -> bool:
    """Whether the web server answers and reaches the database."""
    return answers(f"http://127.0.0.1:{demo.port}/healthz")


def test_the_provider_is_killed_between_the_login_page_and_its_answer(demo: RunningDemo) -> None:
    with Filer(demo, demo.people["robert"]) as robert:
        page = robert.login_page()
        demo.kill("web")
        seconds = demo.wait_for(lambda: healthy(demo))
        assert seconds < 10
        home = robert.answer(page)
        assert "Welcome, Robert T. Okafor Jr." in home.text
        assert robert.may_file()


def test_the_provider_is_killed_between_the_code_and_the_court(demo: RunningDemo) -> None:
    with Filer(demo, demo.people["robert"]) as robert:
        callback = up_to_the_callback(robert)
        demo.kill("web")
        demo.wait_for(lambda: healthy(demo))
        assert "Welcome, Robert T. Okafor Jr." in robert.browser.get(callback).text


def test_keys_are_rotated_while_people_sign_in(demo: RunningDemo) -> None:
    with Filer(demo, demo.people["alice"]) as earlier, Filer(demo, demo.people["dora"]) as during:
        earlier.sign_in()  # so that the court has the keys and an ID token signed by the old one
        earlier.browser.get(demo.url("ca11", "/cgi-bin/login.pl"))
        callback = up_to_the_callback(during)
        rotated = demo.cmecf("keys", "rotate")
        assert rotated.returncode == 0, rotated.stderr
        for _ in range(4):  # more often than there are processes, each with keys of its own
            assert "Welcome, Dora Lindqvist." in during.browser.get(callback).text
            callback = str(during.browser.get(demo.url("flsd", "/cgi-bin/login.pl")).url)

        # A session from before goes on, and its log out, proven by a token of the old key, still ends it everywhere.
        assert earlier.may_file()
        gone = earlier.browser.get(demo.url("flsd", "/cgi-bin/login.pl?logout"))
        assert "You have logged out" in gone.text
        demo.wait_for(lambda: "PACER LOGIN" in earlier.browser.get(demo.url("ca11", "/cgi-bin/iquery.pl")).text, 5)


def up_to_the_callback(filer: Filer) -> str:
    """Sign in, and stop before the court gets the code; returns the address that brings it there."""
    answer = filer.answer(filer.login_page(), follow=False)
    while True:
        target = httpx.URL(answer.url).join(answer.headers["Location"])
        if target.path == "/signon/callback":
            return str(target)
        answer = filer.browser.get(target, follow_redirects=False)
