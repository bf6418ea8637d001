"""What goes into no line of the log."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

# PostgreSQL quotes the row that it refuses, and what was asked of it; either may hold sealed text.
_QUOTED = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)


def without_rows(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out of a written trace what the database quotes of rows; a processor of structlog, after the trace."""
    if "exception" in event:
        event["exception"] = _QUOTED.sub(r"\1: left out", str(event["exception"]))
    return event
