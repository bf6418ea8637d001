"""How lines of the log are written, and what goes into none of them."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

from structlog.stdlib import ProcessorFormatter

# What no line of ours shows need not be found out for each: the caller, the thread and the process ("Optimization" in
# the logging how-to of Python's documentation).
logging._srcfile = None
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

# PostgreSQL quotes the row that it refuses, and what was asked of it; either may hold sealed text.
_QUOTED = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)


# Django names the path of what it refused or what failed; paths hold account numbers, and whatever people type there.
_PATH = re.compile(r": /.*$", re.DOTALL)


class JsonLines(ProcessorFormatter):
    """structlog's formatter, for which most lines are those of libraries. Nearly all of ours are our own.

    What is ours has all that a line shows already, and goes to the processors as it is.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of `record`."""
        event: Any = record.msg
        if not isinstance(event, dict):
            return super().format(record)
        line: Any = event.copy()  # which other handlers may write as well
        for process in self.processors:
            line = process(None, "", line)
        return str(line)


def without_rows(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out of a written trace what the database quotes of rows; a processor of structlog, after the trace."""
    if "exception" in event:
        event["exception"] = _QUOTED.sub(r"\1: left out", str(event["exception"]))
    return event


def without_paths(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave the path out of Django's own lines; the line of the request, of the same id, names its page."""
    if str(event.get("logger", "")).startswith("django."):
        event["event"] = _PATH.sub("", str(event["event"]))
    return event
