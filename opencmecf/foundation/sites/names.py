"""Which host name is which site, and how to write a link to another one.

A deployment can answer to several sets of names at once: the demo to `*.localhost` for browsers and to the
names that existing PACER programs have built in. A page links to the set under which it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class SiteKind(StrEnum):
    """The kinds of site, each with its own URL table (`config/urls_<kind>.py`)."""

    PACER = "pacer"  # accounts, Manage My Account, court directory
    LOGIN = "login"  # Central Sign-On
    PCL = "pcl"  # Case Locator
    MAIL = "mail"  # the demonstration's mailbox
    CARDS = "cards"  # the demonstration's card processor
    DEMO = "demo"  # the demonstration's front door
    COURT = "court"  # one court's CM/ECF


@dataclass(frozen=True)
class SiteNames:
    """One set of host names; `court` holds the pattern, such as `ecf.{court}.localhost:8000`."""

    scheme: str
    hosts: tuple[tuple[SiteKind, str], ...]

    def url(self, kind: SiteKind, path: str = "/", *, court: str = "") -> str:
        """The absolute URL of `path` at a site. Raises `KeyError` when this set has no such site."""
        return f"{self.scheme}://{self.host(kind, court=court)}{path}"

    def host(self, kind: SiteKind, *, court: str = "") -> str:
        """The host name, with its port where it has one. Raises `KeyError` when this set has no such site."""
        return dict(self.hosts)[kind].replace("{court}", court)

    def has(self, kind: SiteKind) -> bool:
        """Whether this set has a site of that kind."""
        return kind in dict(self.hosts)

    @cached_property
    def patterns(self) -> tuple[tuple[SiteKind, re.Pattern[str]], ...]:
        """What a `Host` header without its port is matched against."""
        return tuple((kind, _pattern(host)) for kind, host in self.hosts)


@dataclass(frozen=True)
class Site:
    """The site that a request was addressed to."""

    kind: SiteKind
    names: SiteNames
    court_id: str = ""

    @property
    def label(self) -> str:
        """The court's id, or the kind of a central site; used in the audit trail."""
        return self.court_id or self.kind.value

    def url(self, path: str = "/") -> str:
        """The absolute URL of `path` at this very site."""
        return self.names.url(self.kind, path, court=self.court_id)


def parse_site_names(text: str) -> tuple[SiteNames, ...]:
    """The sets of names in `text`, the first one canonical.

    Sets are separated by `;`, each is a scheme and `kind=host` pairs:
    `https pacer=pacer.example.gov login=login.example.gov court=ecf.{court}.example.gov`.
    Raises `ValueError` on anything else.
    """
    sets = tuple(_parse_set(part) for part in text.split(";") if part.strip())
    if not sets:
        raise ValueError("SITE_NAMES names no site")
    return sets


def find_site(host: str, sets: Sequence[SiteNames]) -> Site | None:
    """The site that answers to `host` (a `Host` header; its port is ignored), or None."""
    bare = host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host.lower()
    for names in sets:
        for kind, pattern in names.patterns:
            found = pattern.fullmatch(bare)
            if found:
                return Site(kind, names, found.groupdict().get("court", ""))
    return None


def _parse_set(text: str) -> SiteNames:
    scheme, *pairs = text.split()
    if scheme not in ("http", "https"):
        raise ValueError(f"SITE_NAMES: a set starts with http or https, not {scheme!r}")
    hosts = tuple((SiteKind(kind), host) for kind, host in (pair.split("=", 1) for pair in pairs))
    return SiteNames(scheme, hosts)


def _pattern(host: str) -> re.Pattern[str]:
    bare = re.sub(r":\d+$", "", host)
    return re.compile(re.escape(bare).replace(re.escape("{court}"), r"(?P<court>[a-z0-9]+)"))
