"""Which files of the front-end packages are served: USWDS' style sheet, and no more than what it and ours refer to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

PACKAGE = "@uswds/uswds/dist"
PREFIX = "uswds"
STYLE_SHEET = "css/uswds.min.css"
OWN_FONTS = (
    "fonts/public-sans/PublicSans-Regular.woff2",
    "fonts/public-sans/PublicSans-Italic.woff2",
    "fonts/public-sans/PublicSans-Bold.woff2",
)
_REFERENCE = re.compile(r"""url\(\s*['"]?(?!data:)([^'")?#]+)""")
_SOURCE_MAP = re.compile(r"sourceMappingURL=(\S+)")


class NodeModulesFinder(BaseFinder):
    """Finds `uswds/...` in `settings.NODE_MODULES`: the prebuilt sheet, the fonts and pictures it names, our fonts."""

    def __init__(self, app_names: object = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = Path(settings.NODE_MODULES) / PACKAGE
        self.storage = FileSystemStorage(location=str(self.root))
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # collectstatic and WhiteNoise put it before the name

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Warn when the package is missing: pages would come without their looks."""
        if (self.root / STYLE_SHEET).is_file():
            return []
        return [checks.Warning(f"{self.root} is missing.", hint="Run `make assets`.", id="ui.W001")]

    @cached_property
    def names(self) -> frozenset[str]:
        """The paths below the package that may be served; empty when it is not installed."""
        sheet = self.root / STYLE_SHEET
        if not sheet.is_file():
            return frozenset()
        text = sheet.read_text(encoding="utf-8")
        referred = (*_REFERENCE.findall(text), *_SOURCE_MAP.findall(text))
        beside = posixpath.dirname(STYLE_SHEET)
        found = {posixpath.normpath(posixpath.join(beside, name)) for name in referred}
        return frozenset(name for name in {STYLE_SHEET, *OWN_FONTS, *found} if (self.root / name).is_file())

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...

    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str] | None:
        """The file of the static path `path`; None (or an empty list) for any file that is not listed."""
        name = path.removeprefix(f"{PREFIX}/")
        hit = str(self.root / name) if path.startswith(f"{PREFIX}/") and name in self.names else None
        if find_all or kwargs.get("all"):  # `all` is what Django before 6.1 calls it
            return [hit] if hit else []
        return hit

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every listed file with the storage that holds it."""
        for name in sorted(self.names):
            yield name, self.storage
