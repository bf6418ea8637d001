"""Host names, sites and links between them."""

from __future__ import annotations

import pytest

from opencmecf.foundation.sites import Site, SiteKind
from opencmecf.foundation.sites.names import find_site, parse_site_names

LOCAL = (
    "http demo=localhost:8000 pacer=pacer.localhost:8000 login=login.localhost:8000 court=ecf.{court}.localhost:8000"
)
REAL = "https pacer=pacer.uscourts.gov login=pacer.login.uscourts.gov court=ecf.{court}.uscourts.gov"
SETS = parse_site_names(f"{LOCAL}; {REAL}")


@pytest.mark.parametrize(
    ("host", "kind", "court_id", "scheme"),
    [
        ("localhost:8000", SiteKind.DEMO, "", "http"),
        ("pacer.localhost:8000", SiteKind.PACER, "", "http"),
        ("pacer.localhost", SiteKind.PACER, "", "http"),
        ("PACER.LocalHost:8000", SiteKind.PACER, "", "http"),
        ("pacer.localhost:9999", SiteKind.PACER, "", "http"),
        ("ecf.flsd.localhost:8000", SiteKind.COURT, "flsd", "http"),
        ("ecf.ca11.uscourts.gov", SiteKind.COURT, "ca11", "https"),
        ("pacer.login.uscourts.gov", SiteKind.LOGIN, "", "https"),
        ("pacer.login.uscourts.gov:443", SiteKind.LOGIN, "", "https"),
    ],
)
def test_a_host_name_is_a_site(host: str, kind: SiteKind, court_id: str, scheme: str) -> None:
    site = find_site(host, SETS)
    assert site is not None
    assert (site.kind, site.court_id, site.names.scheme) == (kind, court_id, scheme)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "elsewhere.example",
        "pacerxlocalhost",
        "evil.pacer.localhost",
        "pacer.localhost.evil.example",
        "ecf..localhost",
        "ecf.fl.sd.localhost",
        "ecf.fl_sd.localhost",
        "[::1]",
        "[::1]:8000",
        "pacer.localhost\n",
        "mail.localhost:8000",
    ],
)
def test_an_unknown_host_is_no_site(host: str) -> None:
    assert find_site(host, SETS) is None


def test_links_stay_in_the_family_of_names_under_which_the_page_was_asked_for() -> None:
    local, real = find_site("ecf.flsd.localhost:8000", SETS), find_site("ecf.flsd.uscourts.gov", SETS)
    assert local is not None
    assert real is not None
    assert local.names.url(SiteKind.LOGIN, "/x") == "http://login.localhost:8000/x"
    assert real.names.url(SiteKind.LOGIN, "/x") == "https://pacer.login.uscourts.gov/x"
    assert local.url("/cgi-bin/login.pl") == "http://ecf.flsd.localhost:8000/cgi-bin/login.pl"
    assert real.names.url(SiteKind.COURT, court="ca11") == "https://ecf.ca11.uscourts.gov/"


def test_a_family_without_a_site_says_so() -> None:
    assert not SETS[1].has(SiteKind.DEMO)
    with pytest.raises(KeyError):
        SETS[1].url(SiteKind.DEMO)


def test_the_label_is_the_court_or_the_kind() -> None:
    assert Site(SiteKind.COURT, SETS[0], "flsd").label == "flsd"
    assert Site(SiteKind.LOGIN, SETS[0]).label == "login"


@pytest.mark.parametrize(
    "text",
    ["", " ; ", "ftp pacer=pacer.localhost", "pacer=pacer.localhost", "http pacer", "http palace=pacer.localhost"],
)
def test_what_is_no_list_of_names_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - three sources of it, one meaning
        parse_site_names(text)
