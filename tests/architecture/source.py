"""Reading the code base: its files, and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "opencmecf"


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product and its syntax tree; tests and migrations are left out."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if "/tests/" not in name and "/migrations/" not in name and "/testing/" not in name:
            yield name, ast.parse(file.read_text())


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call in `tree` with the dotted name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def first_text(call: ast.Call) -> str | None:
    """The first argument of `call` where it is a literal text."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def templates() -> dict[str, str]:
    """The text of every template by the name that it is rendered under."""
    files = [file for folder in PACKAGE.rglob("templates") for file in sorted(folder.rglob("*")) if file.is_file()]
    return {file.as_posix().split("/templates/", 1)[1]: file.read_text() for file in files}
