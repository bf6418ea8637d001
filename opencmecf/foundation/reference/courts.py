"""The federal courts that CM/ECF serves, read from courts.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from opencmecf.foundation.reference.court_kind import CourtKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """A federal court as every other court and every client knows it; courts.toml explains the fields."""

    id: str
    locator_id: str
    name: str
    short_name: str
    title: str
    kind: CourtKind
    document_prefix: str
    time_zone: str
    circuit: str | None = None
    division_of: str | None = None
    locator_aliases: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the court's pages show dates and times."""
        return ZoneInfo(self.time_zone)


@cache
def courts() -> Mapping[str, Court]:
    """Return every court by its CM/ECF id ("flsd"): district, bankruptcy, appellate, special courts, in that order."""
    document = tomllib.loads(files(__package__).joinpath("courts.toml").read_text(encoding="utf-8"))
    rows = (_court_from(row) for row in document["court"])
    return MappingProxyType({row.id: row for row in rows})


def court(court_id: str) -> Court:
    """Return the court with this CM/ECF id ("flsd"); KeyError for an id that no federal court has."""
    try:
        return courts()[court_id]
    except KeyError:
        raise KeyError(f"no federal court has the id {court_id!r}") from None


def court_by_locator_id(locator_id: str) -> Court:
    """Return the court with this Case Locator id ("flsdc", "flsbk", "11ca", "11lca"); KeyError when there is none.

    Source: PCL API user guide of November 2024, Appendix A. Like the Case Locator, it takes no notice of case.
    """
    try:
        return _courts_by_locator_id()[locator_id.lower()]
    except KeyError:
        raise KeyError(f"no federal court has the Case Locator id {locator_id!r}") from None


@cache
def _courts_by_locator_id() -> Mapping[str, Court]:
    return {name: row for row in courts().values() for name in (row.locator_id, *row.locator_aliases)}


def _court_from(row: dict[str, str | list[str]]) -> Court:
    values = {name: value for name, value in row.items() if isinstance(value, str)}
    kind = CourtKind(values.pop("kind"))
    return Court(kind=kind, locator_aliases=tuple(row.get("locator_aliases", ())), **values)
