"""Long lists in pages, with how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

ON_A_PAGE = 50
COUNTED_TO = 1000
LAST_PAGE = 1000


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    rows: list[Any]
    count: int
    number: int
    query: str  # of the address, without the page number

    @property
    def count_in_words(self) -> str:
        """How many there are; beyond a thousand nobody waits for the number."""
        return f"{COUNTED_TO:,}+" if self.count > COUNTED_TO else f"{self.count:,}"

    @property
    def previous(self) -> str:
        """The address of the page before, "" on the first one."""
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the next page, "" on the last one."""
        return self._address(self.number + 1) if len(self.rows) > ON_A_PAGE else ""

    @property
    def shown(self) -> list[Any]:
        """The rows of this page."""
        return self.rows[:ON_A_PAGE]

    def _address(self, number: int) -> str:
        return f"?{self.query}{'&' if self.query else ''}page={number}"


def page_of(rows: QuerySet[Any], request: HttpRequest) -> Page:
    """The page of `rows` that the address asks for."""
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    first = (number - 1) * ON_A_PAGE
    query = urlencode([(name, value) for name, value in request.GET.items() if name != "page"])
    return Page(list(rows[first : first + ON_A_PAGE + 1]), rows[: COUNTED_TO + 1].count(), number, query)
