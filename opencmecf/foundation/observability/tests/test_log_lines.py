"""A trace in the log tells where something failed, and nothing of the rows."""

from __future__ import annotations

import json
import logging.config
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from structlog.contextvars import bound_contextvars


def written(record: logging.LogRecord) -> dict[str, Any]:
    """The line of `record`, read as the JSON that it is."""
    formatters: Any = settings.LOGGING["formatters"]
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(dict(formatters["json"]))
    line: dict[str, Any] = json.loads(formatter.format(record))
    return line


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_in_the_log() -> None:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO mail_message (recipient, subject, text) VALUES ('a', 'the canary witness', 'b')")
    assert "canary" in str(refused.value)
    trace = (type(refused.value), refused.value, refused.value.__traceback__)
    of_a_library = written(logging.LogRecord("library", logging.ERROR, __file__, 1, "failed", None, trace))
    with structlog.testing.capture_logs() as captured:
        structlog.get_logger("ours").error("failed", exc_info=trace)
    our_own = written(logging.makeLogRecord({"msg": captured[0]}))
    for line in (of_a_library, our_own):
        assert "IntegrityError" in line["exception"]
        assert "DETAIL: left out" in line["exception"]
        assert "Failing row" not in line["exception"]


@pytest.mark.parametrize(
    ("logger", "message", "arguments", "left"),
    [
        ("django.request", "%s: %s", ("Internal Server Error", "/people/7004711"), "Internal Server Error"),
        (
            "django.security.csrf",
            "Forbidden (%s): %s",
            ("CSRF cookie not set.", "/people/7004711"),
            "Forbidden (CSRF cookie not set.)",
        ),
        ("library", "kept in: %s", ("/var/lib",), "kept in: /var/lib"),
    ],
)
def test_the_path_of_a_request_is_not_in_the_log(
    logger: str, message: str, arguments: tuple[str, ...], left: str
) -> None:
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, message, arguments, None)
    assert written(record)["event"] == left


def test_a_request_that_is_refused_has_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert Client(HTTP_HOST="pacer.localhost:8000").get("/people/7004711").status_code == 404
    (line,) = [written(record) for record in caplog.records]
    assert (line["logger"], line["status"]) == ("request", 404)
    assert "7004711" not in json.dumps(line)


def test_lines_of_ours_and_of_libraries_say_alike_where_they_come_from(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), bound_contextvars(request_id="4711"):
        structlog.get_logger("ours").info("seen", count=3)
        logging.getLogger("library").info("seen %s", "twice")
        ours, library = (written(record) for record in caplog.records)
    at = {ours.pop("timestamp"), library.pop("timestamp")}
    assert all(moment.endswith("Z") for moment in at)
    assert ours == {"event": "seen", "count": 3, "logger": "ours", "level": "info", "request_id": "4711"}
    assert library == {"event": "seen twice", "logger": "library", "level": "info", "request_id": "4711"}
