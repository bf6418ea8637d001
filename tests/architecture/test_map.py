"""Whoever is new finds every room on the map, and what it is for at its door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from source import PACKAGE, ROOT

MAP = (ROOT / "docs/architecture.md").read_text()
LAYERS = ("central", "court", "foundation")
ROOMS = sorted(
    file.parent for layer in LAYERS for file in (PACKAGE / layer).glob("*/__init__.py") if file.parent.name != "tests"
)


def name_of(room: Path) -> str:
    return room.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_a_room_says_what_it_is_for_and_is_on_the_map(room: Path) -> None:
    assert ast.get_docstring(ast.parse((room / "__init__.py").read_text()))
    assert f"`{name_of(room)}/`" in MAP
