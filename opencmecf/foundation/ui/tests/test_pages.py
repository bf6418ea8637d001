"""The frame around every page, and the pages that answer when something is wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.middleware.csrf import REASON_BAD_REFERER, REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.test import RequestFactory

from opencmecf.foundation.errors import Refused
from opencmecf.foundation.maintenance import announced
from opencmecf.foundation.ui import views
from opencmecf.foundation.ui.frame import Frame, MenuItem

COURT = Frame(
    title="U.S. District Court",
    subtitle="Southern District of Florida",
    seal="SD",
    menu=(MenuItem("Query", "/cgi-bin/iquery.pl"), MenuItem("Log Out", "/cgi-bin/login.pl?logout")),
    help_desk_telephone="1-888-318-2260",
    help_desk_hours="8 to 5",
    person="John Attorney",
    tags=("Client code 4410-02",),
)


def asked(path: str = "/", frame: Frame | None = COURT) -> HttpRequest:
    """A request as a site's middleware hands it on; `frame` None as it comes before that."""
    request = RequestFactory().get(path)
    if frame:
        request.frame = lambda: frame  # type: ignore[attr-defined]
    return request


def page(request: HttpRequest, **context: Any) -> str:
    """The frame around nothing, blanks squeezed."""
    return re.sub(r"\s+", " ", render(request, "ui/base.html", context).content.decode())


def test_page_names_the_court_the_person_and_the_help_desk() -> None:
    html = page(asked())
    for words in ("U.S. District Court", "Southern District of Florida", "John Attorney", "Client code 4410-02"):
        assert words in html
    assert 'href="tel:1-888-318-2260"' in html
    assert "<title>U.S. District Court | U.S. District Court, Southern District of Florida</title>" in html


def test_the_footer_tells_the_next_maintenance_until_it_is_over(settings: Any) -> None:
    assert "Next maintenance" not in page(asked())
    settings.PLANNED_MAINTENANCE = announced("2090-12-06T02:00-05:00/2090-12-06T06:00-05:00")
    assert "<strong>Next maintenance</strong> 12/06/2090, 2:00 AM to 6:00 AM EST" in page(asked())
    settings.PLANNED_MAINTENANCE = announced("2020-12-06T02:00-05:00/2020-12-06T06:00-05:00")
    assert "Next maintenance" not in page(asked())


def test_menu_is_a_list_and_log_out_keeps_its_address() -> None:
    html = page(asked())
    assert '<div id="topmenu"> <nav aria-label="Menu"> <ul>' in html
    assert 'href="/cgi-bin/login.pl?logout"' in html


def test_content_sits_where_existing_programs_look_for_it() -> None:
    html = page(asked())
    assert '<div id="cmecfMainContent"> <input type="hidden" id="cmecfMainContentScroll" value="0">' in html
    assert "<table" not in html


@pytest.mark.parametrize(
    ("path", "section", "mark"),
    [("/cgi-bin/iquery.pl", "", "page"), ("/elsewhere", "Query", "true")],
)
def test_the_current_menu_item_is_marked(path: str, section: str, mark: str) -> None:
    html = page(asked(path), section=section)
    assert f'<a href="/cgi-bin/iquery.pl" aria-current="{mark}">Query</a>' in html
    assert html.count("aria-current") == 1


def test_a_page_without_a_frame_has_no_menu_and_no_way_out() -> None:
    html = page(asked(frame=None))
    assert 'id="topmenu"' not in html
    assert "logout" not in html


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_the_demonstration_says_that_it_is_one(demonstration: bool) -> None:
    html = page(asked(frame=Frame(title="PACER", demonstration=demonstration)))
    assert "An open-source court system." in html
    assert ("nothing here is a real filing" in html) is demonstration


def test_local_time_is_on_the_clock_of_the_court() -> None:
    assert re.search(r"\d\d/\d\d/\d{4} \d+:\d\d [AP]M E[SD]T", page(asked()))


def test_nothing_on_a_page_needs_inline_script_or_style() -> None:
    html = page(asked())
    assert "<script" not in html
    assert "style=" not in html
    assert "<style" not in html


def test_a_double_slash_never_leads_to_another_host() -> None:
    request = asked()
    request.path = "//evil.example/login"
    html = views.csrf_failure(request, REASON_NO_CSRF_COOKIE).content.decode()
    assert "evil.example" in html
    assert 'href="//' not in html


def test_refusal_says_what_is_wrong_what_to_do_and_where() -> None:
    refused = Refused("The account is shared.", "Use your own.", links=(("Register", "/register"),))
    html = render(asked(), "ui/refused.html", {"refused": refused}).content.decode()
    assert "The account is shared." in html
    assert "Use your own." in html
    assert '<a href="/register">Register</a>' in html


def test_refusal_without_a_remedy_has_no_empty_heading() -> None:
    html = render(asked(), "ui/refused.html", {"refused": Refused("No.")}).content.decode()
    assert "What you can do" not in html


def test_a_browser_without_cookies_is_told_how_to_accept_them() -> None:
    response = views.csrf_failure(asked("/csologin/login.jsf", frame=None), REASON_NO_CSRF_COOKIE)
    html = response.content.decode()
    assert response.status_code == 403
    assert "must be set to accept cookies in order to log in to this site" in html
    assert "delete the stored cookies for this site" in html
    assert 'href="/csologin/login.jsf"' in html


def test_an_old_or_foreign_form_is_told_apart_from_missing_cookies() -> None:
    response = views.csrf_failure(asked(), REASON_BAD_REFERER % "https://elsewhere")
    html = response.content.decode()
    assert response.status_code == 403
    assert "open too long or came from another site" in html
    assert "elsewhere" not in html


def test_missing_and_forbidden_pages_keep_the_frame() -> None:
    missing, forbidden = views.page_not_found(asked()), views.permission_denied(asked())
    assert (missing.status_code, forbidden.status_code) == (404, 403)
    for response in (missing, forbidden):
        assert b"/cgi-bin/login.pl?logout" in response.content


def test_a_fault_of_ours_is_answered_without_asking_anything() -> None:
    response = views.server_error(HttpRequest())
    assert response.status_code == 500
    assert b"Something went wrong" in response.content
