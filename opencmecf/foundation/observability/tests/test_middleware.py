"""The log line of a request, the counters and the pulse."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from opencmecf.foundation.observability.middleware import REQUESTS

pytestmark = pytest.mark.django_db

HOST = "login.localhost:8000"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.msg for record in caplog.records if record.name == "request" and isinstance(record.msg, dict)]


def test_a_request_leaves_one_line_that_says_where_and_how_but_not_who(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    form = {"loginForm:loginName": "alice.moreno", "loginForm:password": "a-secret-of-hers"}
    answer = Client(HTTP_HOST=HOST, REMOTE_ADDR="192.0.2.77").post("/csologin/login.jsf?next=4410-02", form)
    (line,) = lines(caplog)
    assert (line["site"], line["view"], line["method"], line["status"]) == ("login", "login", "POST", 200)
    assert line["request_id"] == answer["X-Request-ID"]
    for secret in ("alice", "a-secret-of-hers", "4410-02", "192.0.2.77"):
        assert secret not in str(line)


def test_each_request_has_an_id_of_its_own() -> None:
    browser = Client(HTTP_HOST=HOST)
    first, second = browser.get("/help/"), browser.get("/help/")
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_an_id_that_the_visitor_sends_is_not_taken_over() -> None:
    answer = Client(HTTP_HOST=HOST).get("/help/", headers={"X-Request-ID": "forged\nline"})
    assert "forged" not in answer["X-Request-ID"]


@pytest.mark.parametrize("host", [HOST, "10.0.0.3", "elsewhere.example"])
def test_the_pulse_answers_on_any_host(host: str) -> None:
    answer = Client(HTTP_HOST=host).get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_pulse_stops_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise ConnectionError

    monkeypatch.setattr(connection, "cursor", unreachable)
    assert Client(HTTP_HOST=HOST).get("/healthz").status_code == 503


def test_counters_are_for_the_operators_network_alone(settings: Settings) -> None:
    settings.METRICS_FROM = ["10.0.0.9"]
    Client(HTTP_HOST=HOST).get("/help/")
    told = Client(HTTP_HOST=HOST, REMOTE_ADDR="10.0.0.9").get("/metrics")
    assert b'cmecf_requests_total{method="GET",site="login",status="200",view="' in told.content
    assert Client(HTTP_HOST=HOST, REMOTE_ADDR="192.0.2.77").get("/metrics").status_code == 404


def test_invented_methods_are_counted_as_one(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for number in range(3):
        Client(HTTP_HOST=HOST).generic(f"INVENTED{number}", "/csologin/login.jsf")
    assert [line["method"] for line in lines(caplog)] == ["other"] * 3
    counted = {sample.labels["method"] for metric in REQUESTS.collect() for sample in metric.samples}
    assert "other" in counted
    assert not any(method.startswith("INVENTED") for method in counted)
