"""Whatever form is sent after the session has ended, what was typed into it is there after signing in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client
from door_table import Row, routes, rows

from opencmecf.foundation.access.doors import Opening, door_of
from opencmecf.foundation.relying_party.client import SALT
from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.unsent.models import UnsentForm

WORDS = 'Two  spaces, "quotes" & <angles>\nand a second line'
SENT = {"typed_by_hand": WORDS, "password": "correct-horse-battery-staple", "several": ["one", "two"]}
HOLDER = {SiteKind.COURT: "clerk", SiteKind.PACER: "service_center", SiteKind.LOGIN: "viewer"}

ClientsAt = Callable[[SiteKind], dict[str, Client]]


def forms(kind: SiteKind) -> list[Row]:
    """Every form that needs somebody who has signed in."""
    doors = {route.url: door_of(route.view) for route in routes(kind)}
    return [
        row for row in rows(kind) if row.method == "POST" and doors[row.url].to not in (Opening.PUBLIC, Opening.MACHINE)
    ]


@pytest.mark.parametrize("kind", HOLDER)
def test_a_form_that_is_sent_too_late_waits_for_its_sender(
    kind: SiteKind, clients_at: ClientsAt, things: dict[str, str]
) -> None:
    client = clients_at(kind)[HOLDER[kind]]
    client.get("/help/")
    session = client.cookies["session"].value
    assert len(forms(kind)) > 2
    for row in forms(kind):
        path = row.path.format(**things)
        del client.cookies["session"]
        answer = client.post(path, SENT)
        back = way_back(kind, client, answer["Location"])
        kept = UnsentForm.objects.latest("at")
        assert back == f"/signon/unsent/{kept.pk}", path
        assert WORDS not in kept.sealed
        client.cookies["session"] = session
        page = client.get(back)
        assert page.status_code == 200, path
        assert page.context["sent"].path == path
        assert page.context["sent"].fields == {"typed_by_hand": [WORDS], "several": ["one", "two"]}, path
        assert SENT["password"] not in page.text


@pytest.mark.parametrize("kind", HOLDER)
def test_a_button_that_is_pressed_too_late_leads_to_its_page(
    kind: SiteKind, clients_at: ClientsAt, things: dict[str, str]
) -> None:
    client = clients_at(kind)[HOLDER[kind]]
    client.get("/help/")
    session = client.cookies["session"].value
    host = client.defaults["HTTP_HOST"]
    for row in forms(kind):
        path = row.path.format(**things)
        del client.cookies["session"]
        page_of_the_button = {"Referer": f"http://{host}/help/"}
        assert way_back(kind, client, client.post(path, headers=page_of_the_button)["Location"]) in ("/help/?again", "")
        back = way_back(kind, client, client.post(path)["Location"])  # a browser that does not tell
        client.cookies["session"] = session
        assert client.get(back or "/").status_code != 405, path
    assert not UnsentForm.objects.exists()


def way_back(kind: SiteKind, client: Client, target: str) -> str:
    """Where somebody arrives who is sent to sign in; "" where the login site goes on to its own next page."""
    if kind is SiteKind.COURT:
        under_way = signing.loads(client.cookies["sign-in"].value, salt=SALT)
        return str(under_way["return_to"])
    (page,) = parse_qs(urlsplit(target).query)["next"]
    return page if kind is SiteKind.PACER or page.startswith("/signon/unsent/") else ""
