"""Statistical codes of civil cases and adversary proceedings: nature of suit and cause of action."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class SuitKind(StrEnum):
    """The cover sheet on which a nature of suit stands."""

    CIVIL = "civil"
    ADVERSARY = "adversary"


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureOfSuit:
    """What a case is about, in the terms of its cover sheet; a retired one is found in old cases only."""

    code: str
    title: str
    group: str
    kind: SuitKind
    retired: bool = False

    @property
    def label(self) -> str:
        """Return code and title as a docket sheet prints them: "120 Contract: Marine"."""
        return f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The statute under which a civil case is brought.

    `code` is unique ("28:1332bc"); `section` is title and section of the United States Code ("28:1332"), which several
    causes may share.
    """

    code: str
    section: str
    title: str

    @property
    def label(self) -> str:
        """Return section and title as a docket sheet prints them: "28:1332 Diversity-Breach of Contract"."""
        return f"{self.section} {self.title}"


@cache
def natures_of_suit() -> Mapping[str, NatureOfSuit]:
    """Return every nature of suit by its code, retired ones included: three digits civil, two or "SS" adversary.

    The retired codes of adversary proceedings have three digits too; none of them is also a civil code. Sources: forms
    JS 44 and B 1040; PCL API user guide of November 2024, Appendix C.
    """
    natures = (
        NatureOfSuit(group=group["name"], kind=SuitKind(group["kind"]), **row)
        for group in _document("natures_of_suit.toml")["group"]
        for row in group["natures"]
    )
    return MappingProxyType({nature.code: nature for nature in natures})


@cache
def causes() -> Mapping[str, Cause]:
    """Return the causes of action by code ("42:1983"), in the order of the United States Code.

    Courts add their own: a cause that is not in this list is not thereby wrong. Source: item VI of form JS 44 asks for
    the statute; the titles are those of public dockets.
    """
    rows = _document("causes.toml")["cause"]
    found = (Cause(code=row["code"], section=row.get("section", row["code"]), title=row["title"]) for row in rows)
    return MappingProxyType({cause.code: cause for cause in found})


def _document(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
