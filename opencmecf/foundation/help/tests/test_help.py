"""The help pages, as read at the accounts site and at a court."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from opencmecf.foundation.access.doors import Opening, door_of
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.help import views
from opencmecf.foundation.help.links import task_links
from opencmecf.foundation.help.topics import TOPICS
from opencmecf.foundation.sites.names import Site, SiteKind, SiteNames, parse_site_names
from opencmecf.foundation.ui.frame import Frame

urlpatterns = [path("help/", include("opencmecf.foundation.help.urls"))]

pytestmark = pytest.mark.urls(__name__)

NAMES = parse_site_names("https pacer=pacer.example login=login.example pcl=pcl.example court=ecf.{court}.example")[0]
COURT = Site(SiteKind.COURT, NAMES, "flsd")
ACCOUNTS = Site(SiteKind.PACER, NAMES)
LONELY = Site(SiteKind.COURT, SiteNames("https", ((SiteKind.COURT, "ecf.{court}.example"),)), "flsd")
SLUGS = [topic.slug for topic in TOPICS]


def asked(site: Site | None) -> HttpRequest:
    """A request at `site`, or one that never reached any."""
    request = RequestFactory().get("/help/")
    request.frame = lambda: Frame(title="U.S. District Court", help_desk_telephone="1-888-318-2260")  # type: ignore[attr-defined]
    if site:
        request.site = site  # type: ignore[assignment]
    return request


def text_of(response: HttpResponse) -> str:
    """What is on the page, blanks squeezed."""
    return re.sub(r"\s+", " ", response.content.decode())


def test_index_lists_every_topic() -> None:
    html = text_of(views.index(asked(ACCOUNTS)))
    for topic in TOPICS:
        assert f'<a href="/help/{topic.slug}">{topic.title}</a>' in html


@pytest.mark.parametrize("site", [ACCOUNTS, COURT, LONELY, None], ids=["accounts", "court", "lonely", "none"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_topic_can_be_read_everywhere(slug: str, site: Site | None) -> None:
    html = text_of(views.topic(asked(site), slug))
    assert html.count("<h1>") == 1
    assert 'href=""' not in html


@pytest.mark.parametrize("slug", SLUGS)
def test_links_between_help_pages_lead_somewhere(slug: str) -> None:
    pages = {other: views.topic(asked(COURT), other).content.decode() for other in SLUGS}
    for link in re.findall(r'href="((?:/help/|#)[^"]*)"', pages[slug]):
        parts = urlsplit(link)
        target = parts.path.removeprefix("/help/") or (slug if not parts.path else "")
        assert target in ("", *SLUGS)
        assert not parts.fragment or f'id="{parts.fragment}"' in pages[target]


@pytest.mark.parametrize("site", [ACCOUNTS, COURT], ids=["accounts", "court"])
def test_linking_is_called_as_the_menus_of_both_kinds_of_court_call_it(site: Site) -> None:
    html = text_of(views.topic(asked(site), "linking"))
    assert "Link a CM/ECF account to my PACER account" in html
    assert re.search("At a court of appeals it reads (<a [^>]*>)?Link my filer account to my PACER account", html)


def test_an_unknown_topic_is_not_found() -> None:
    with pytest.raises(NotFound):
        views.topic(asked(COURT), "cooking")


@pytest.mark.parametrize("view", [views.index, views.topic])
def test_help_is_open_to_everybody(view: object) -> None:
    assert door_of(view).to is Opening.PUBLIC  # type: ignore[arg-type]


def test_accounts_are_managed_at_the_accounts_site_wherever_one_reads() -> None:
    for site in (ACCOUNTS, COURT):
        links = task_links(site)
        assert links["register"] == "https://pacer.example/register"
        assert links["manage"] == "https://pacer.example/manage"


def test_a_court_offers_its_own_pages_and_the_accounts_site_does_not() -> None:
    assert task_links(COURT)["link_account"] == "/utilities/link-account"
    assert task_links(COURT)["sign_on"] == "/cgi-bin/login.pl"
    assert task_links(ACCOUNTS)["link_account"] == ""
    assert task_links(ACCOUNTS)["sign_on"] == "https://login.example/"


def test_a_site_that_is_not_within_reach_is_not_linked() -> None:
    assert task_links(LONELY)["register"] == ""
    html = text_of(views.topic(asked(LONELY), "nextgen"))
    assert "register for an account" in html
    assert '/register"' not in html


def test_linking_has_the_steps_of_the_procedure_and_its_labels() -> None:
    html = text_of(views.topic(asked(COURT), "linking"))
    procedure = html[html.index('<ol class="procedure">') : html.index("</ol>", html.index('<ol class="procedure">'))]
    assert procedure.count("<li>") == 11
    for label in (
        "PACER LOGIN",
        "Utilities",
        "Your Account",
        "CM/ECF login",
        "Forgot login/password",
        "Submit",
        "Civil",
    ):
        assert label in procedure
