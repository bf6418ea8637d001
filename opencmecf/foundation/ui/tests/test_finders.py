"""Which files of the front-end packages the web server gives out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from opencmecf.foundation.ui.finders import PACKAGE, NodeModulesFinder

SHEET = """
@font-face{src:url(../fonts/a.woff2)format("woff2")}
.b{background:url('../img/b.svg'), url(data:image/png;base64,AAAA), url()}
.c{background:url(../img/gone.svg)}
/*# sourceMappingURL=uswds.min.css.map */
"""


@pytest.fixture
def package(tmp_path: Path, settings: Settings) -> Path:
    """A small package in place of the real one."""
    settings.NODE_MODULES = tmp_path
    root = tmp_path / PACKAGE
    for name in ("css/uswds.min.css.map", "fonts/a.woff2", "img/b.svg", "img/unused.svg", "js/uswds.min.js"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / "css/uswds.min.css").write_text(SHEET)
    return root


def test_the_sheet_and_what_it_names_are_found(package: Path) -> None:
    finder = NodeModulesFinder()
    assert finder.find("uswds/css/uswds.min.css") == str(package / "css/uswds.min.css")
    assert finder.find("uswds/fonts/a.woff2", find_all=True) == [str(package / "fonts/a.woff2")]
    assert [name for name, _ in finder.list(None)] == [
        "css/uswds.min.css",
        "css/uswds.min.css.map",
        "fonts/a.woff2",
        "img/b.svg",
    ]


@pytest.mark.parametrize(
    "path",
    ["uswds/img/unused.svg", "uswds/js/uswds.min.js", "css/uswds.min.css", "uswds/../../package.json", "uswds/", ""],
)
def test_nothing_else_is_found(package: Path, path: str) -> None:
    assert NodeModulesFinder().find(path) is None
    assert NodeModulesFinder().find(path, find_all=True) == []


def test_names_carry_their_folder_when_collected(package: Path) -> None:
    assert {storage.prefix for _, storage in NodeModulesFinder().list(None)} == {"uswds"}  # type: ignore[attr-defined]


def test_a_missing_package_is_reported_and_serves_nothing(tmp_path: Path, settings: Settings) -> None:
    settings.NODE_MODULES = tmp_path
    finder = NodeModulesFinder()
    assert [message.id for message in finder.check()] == ["ui.W001"]
    assert list(finder.list(None)) == []


def test_an_installed_package_is_not_reported(package: Path) -> None:
    assert NodeModulesFinder().check() == []
