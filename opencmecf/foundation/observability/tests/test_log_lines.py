"""A trace in the log tells where something failed, and nothing of the rows."""

from __future__ import annotations

import logging.config
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_in_the_log() -> None:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO mail_message (recipient, subject, text) VALUES ('a', 'the canary witness', 'b')")
    assert "canary" in str(refused.value)
    formatters: Any = settings.LOGGING["formatters"]
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(dict(formatters["json"]))
    trace = (type(refused.value), refused.value, refused.value.__traceback__)
    record = logging.LogRecord("request", logging.ERROR, __file__, 1, "failed", None, trace)
    line = formatter.format(record)
    assert "IntegrityError" in line
    assert "DETAIL: left out" in line
    assert "Failing row" not in line
