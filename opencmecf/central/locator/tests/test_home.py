from __future__ import annotations

import pytest
from django.test import Client

from opencmecf.central.directory import actions

pytestmark = pytest.mark.django_db


def test_the_locator_says_what_it_cannot_do_and_leads_to_each_court() -> None:
    actions.update_listing(court_id="flsb", name="Bankruptcy Court", kind="bankruptcy", is_nextgen=False)
    page = Client(headers={"host": "pcl.localhost:8000"}).get("/").content.decode()
    assert "not part of this version yet" in page
    assert 'href="http://ecf.flsb.localhost:8000/cgi-bin/iquery.pl"' in page


def test_without_courts_it_says_so() -> None:
    assert "No court has joined yet" in Client(headers={"host": "pcl.localhost:8000"}).get("/").content.decode()
