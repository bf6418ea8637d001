"""Finding a case by its number and by a name in a court of a million cases, against raw SQL and a page that says hello.

In the path: the answer to the form of the search screen for somebody signed in, in turns by a number (the menu of that
case, free) and by a last name that about a hundred cases hold (the first page of hits, its charge and the audit row of
it). Every commit reaches the disk.

In the floor: a page for somebody signed in that says hello, through the same WSGI handler and middleware, whose view
runs the best SQL that we know for the same rows, and where the path commits a charge commits one row. CMECF_BENCH_CASES
sets another number of cases.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
import time

import town
from browser import Browser
from measure import compare

CASES = int(os.environ.get("CMECF_BENCH_CASES", "1000000"))
HOST = "http://ecf.flsd.localhost:8000"
SEARCH = f"{HOST}/cgi-bin/iquery.pl?1-L_1_0-1"
LOGIN = "http://login.localhost:8000/csologin/login.jsf"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')
NAMES = max(CASES // 100, 1)  # last names; each stands in about a hundred cases
FILL = """
INSERT INTO court_case (court_id, pacer_case_id, has_made_id, number, number_core, office, year, case_type, serial,
    defendant, title, date_filed, last_entry_on, nature_of_suit, cause, chapter, assigned_to, referred_to, flags,
    restriction, caption, caption_label, heading, number_label, shows_parties, after_parties, added_at)
SELECT 'flsd', 30000000 + n, false, core || '-RMA', core, '1', 2000 + n % 25, 'cv', n, '',
    'Name' || n % {names} || ' v. Tug',
    date '2000-01-01' + (n % 9000), date '2000-01-01' + (n % 9000), '120 Contract: Marine', '28:1332 Diversity', '',
    'Judge Ruth M. Alder', '', '{{}}', 'public', '', '', '{{}}', '', true, '[]', now()
FROM (SELECT n, '1:' || lpad((n % 25)::text, 2, '0') || '-cv-' || n AS core FROM generate_series(1, {cases}) n) made;
INSERT INTO case_party (case_id, "order", type, type_form, name, search_name, index_name, before, beside, details,
    shows_counsel)
SELECT id, 0, 'Plaintiff', 'row', 'Robert Name' || serial % {names}, 'robert name' || serial % {names},
    'name' || serial % {names} || ', robert', '[]', '[]', '[]', false FROM court_case;
ANALYZE court_case; ANALYZE case_party;
"""
BY_NUMBER = """
SELECT c.number, c.title, (
    SELECT max(date_filed) FROM docket_entry e WHERE e.case_id = c.id AND e.restriction = 'public')
FROM court_case c WHERE c.court_id = 'flsd' AND c.number_core = %s AND c.restriction = 'public'
"""
BY_NAME = """
SELECT p.name, p.type, c.pacer_case_id, c.number, c.title, c.date_filed, c.date_terminated, c.nature_of_suit
FROM case_party p JOIN court_case c ON c.id = p.case_id
WHERE p.index_name >= %s AND p.index_name < %s AND c.court_id = 'flsd' AND c.restriction = 'public'
ORDER BY p.index_name, p.id LIMIT 101
"""


def main() -> int:
    """Measure; returns the exit status."""
    town.open_town(fill=_fill)
    _add_hello()
    from opencmecf.testing.people import PASSWORD

    browser = Browser(town.application())
    page = browser.get(f"{HOST}/cgi-bin/iquery.pl")
    hidden = {name.decode(): value.decode().replace("&amp;", "&") for name, value in HIDDEN.findall(page.body)}
    browser.post(LOGIN, {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, **hidden})
    turns, hellos = itertools.count(1), itertools.count(1)

    def number_of(turn: int) -> str:
        serial = turn * 7919 % CASES + 1
        return f"1:{serial % 25:02}-cv-{serial}"

    def by_number() -> None:
        number = number_of(next(turns))
        assert f"{number}-RMA</font>".encode() in browser.post(SEARCH, {"case_num": number}).body

    def by_name() -> None:
        found = browser.post(SEARCH, {"last_name": f"name{next(turns) * 7919 % NAMES}"}).body
        assert b"Select a Case" in found
        assert b"Transaction Receipt" in found

    def hello_number() -> None:
        assert browser.get(f"{HOST}/hello?{number_of(next(hellos))}").body.startswith(b"hello 1")

    def hello_name() -> None:
        assert browser.get(f"{HOST}/hello?name{next(hellos) * 7919 % NAMES}").body.startswith(b"hello 1")

    told = f"in {CASES:,} cases"
    one = compare(f"case by number {told}", floor=hello_number, path=by_number, must=3.0, stretch=2.0, rounds=300)
    other = compare(f"case by name {told}", floor=hello_name, path=by_name, must=3.0, stretch=2.0, rounds=300)
    return one or other


def _fill() -> None:
    """Make the cases and one party of each."""
    from django.db import connection

    began = time.monotonic()
    with connection.cursor() as cursor:
        for statement in FILL.format(cases=CASES, names=NAMES).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    print(f"{CASES:,} cases made in {time.monotonic() - began:.0f} seconds")


def _add_hello() -> None:
    """Give the court a page that costs what every correct answer must."""
    from django.db import connection, transaction
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from opencmecf.config import urls_court
    from opencmecf.foundation.access import Opening, door

    @door(Opening.SIGNED_IN)
    def hello(request: HttpRequest) -> HttpResponse:
        wanted = request.META["QUERY_STRING"]
        with connection.cursor() as cursor:
            if wanted.startswith("name"):
                with transaction.atomic():
                    cursor.execute(BY_NAME, [wanted, f"{wanted}-"])
                    rows = cursor.fetchall()
                    cursor.execute("UPDATE court SET login_hint = 'Hello.' WHERE court_id = 'flsd'")
            else:
                cursor.execute(BY_NUMBER, [wanted])
                rows = cursor.fetchall()
        return HttpResponse(f"hello {len(rows)}")

    urls_court.urlpatterns += [path("hello", hello)]


if __name__ == "__main__":
    sys.exit(main())
