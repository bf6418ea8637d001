"""Templates of docket text: a small part of Jinja, bounded in every direction, that makes plain text.

A court's own clerks write them, so they are data that anybody may get wrong, and no program. A template may put values
out, choose by conditions and walk through one list at a time. It knows no attributes, no arithmetic and no calls; what
it may use is checked when it is read. The text that comes out is not HTML and is escaped where it is shown.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_TEMPLATE = 2_000
LONGEST_TEXT = 16_000
LONGEST_VALUE = 8_000
LONGEST_LIST = 500
LONGEST_SECONDS = 0.5
FILTERS = ("capitalize", "default", "first", "join", "last", "length", "lower", "trim", "upper")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.Keyword),
    *(nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.For),
)

Value = str | bool | tuple[str, ...]


class BadTemplate(ValueError):
    """A template that may not be used; the message says why."""


class DocketTextTooLong(ValueError):
    """A text that has grown out of its bounds while it was made."""


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return False: values are text, lists of text, and yes or no."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Raise `BadTemplate`; the check at reading lets no arithmetic in, and this holds if it ever does."""
        raise BadTemplate(f"“{operator}” cannot be used")


def _environment() -> _Environment:
    made = _Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {}
    return made


_ENVIRONMENT = _environment()


class TextTemplate:
    """A template that was checked and can be filled in. Raises `BadTemplate`."""

    __slots__ = ("_template", "names", "source")

    def __init__(self, source: str) -> None:
        if len(source) > LONGEST_TEMPLATE:
            raise BadTemplate(f"is longer than {LONGEST_TEMPLATE:,} characters")
        try:
            tree = _ENVIRONMENT.parse(source)
            _check(tree, loops=0)
            self._template: Template = _ENVIRONMENT.from_string(tree)
        except TemplateError as error:
            raise BadTemplate(f"cannot be read: {error}") from error
        self.source = source
        self.names: frozenset[str] = frozenset(meta.find_undeclared_variables(tree))

    def fill(self, values: Mapping[str, Value]) -> str:
        """Return the text. Raises `DocketTextTooLong` past the bounds, and `BadTemplate` for a name without a value."""
        _check_values(values)
        until = time.monotonic() + LONGEST_SECONDS
        parts: list[str] = []
        length = 0
        try:
            for part in self._template.generate(**values):
                parts.append(part)
                length += len(part)
                if length > LONGEST_TEXT or time.monotonic() > until:
                    raise DocketTextTooLong("The docket text is too long.")
        except TemplateError as error:
            raise BadTemplate(str(error)) from error
        return "".join(parts)


def _check(node: nodes.Node, *, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadTemplate(f"uses what templates of docket text do not have: {type(node).__name__.lower()}")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise BadTemplate(f"uses the filter “{node.name}”; there are {', '.join(FILTERS)}")
    if isinstance(node, nodes.For):
        loops += 1
        if loops > 1 or node.recursive:
            raise BadTemplate("walks through a list inside another one")
        if not isinstance(node.target, nodes.Name) or not isinstance(node.iter, nodes.Name):
            raise BadTemplate("walks through something else than a list that has a name")
    for child in node.iter_child_nodes():
        _check(child, loops=loops)


def _check_values(values: Mapping[str, Value]) -> None:
    for value in values.values():
        texts = value if isinstance(value, tuple) else (value,)
        if len(texts) > LONGEST_LIST or sum(len(text) for text in texts if isinstance(text, str)) > LONGEST_VALUE:
            raise DocketTextTooLong("The docket text is too long.")
