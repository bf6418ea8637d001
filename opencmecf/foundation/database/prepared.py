"""Queries that run in every request, composed once.

Django composes the SQL of a query anew each time; for a row with its joined rows that takes several times as long as
PostgreSQL takes to answer. bench/ shows what it is worth.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # the stubs leave it out

Row = TypeVar("Row", bound=Model)


class _Blank(str):
    """Stands in the composed query for a value that is given at each call."""

    __slots__ = ()


@dataclass(frozen=True)
class _Composed:
    """What Django has made of a queryset, and how its lines become rows."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]
    fields: slice
    names: list[str]
    populators: list[Any]


class Prepared(Generic[Row]):
    """A queryset with blanks for its texts:

        by_key = Prepared(lambda key: Session.objects.select_related("account").filter(key_fingerprint=key))
        session = by_key.first(key=fingerprint)

    The parameters of `build` are texts, each compared with a text column as it is given. Everything else in it is
    fixed at the first call.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self._build = build

    def first(self, **values: str) -> Row | None:
        """The first row, or None."""
        composed = self._composed
        filled = [values[part] if isinstance(part, _Blank) else part for part in composed.parameters]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, filled)
            line = cursor.fetchone()
        return None if line is None else self._row(line, composed)

    @cached_property
    def _composed(self) -> _Composed:
        blanks = {name: _Blank(name) for name in inspect.signature(self._build).parameters}
        rows = self._build(**blanks)
        compiler = (rows if rows.ordered else rows.order_by())[:1].query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        used = {str(part) for part in parameters if isinstance(part, _Blank)}
        if used != set(blanks):
            raise TypeError(f"these are not compared as plain texts: {sorted(set(blanks) - used)}")
        columns = compiler.klass_info["select_fields"]
        fields = slice(columns[0], columns[-1] + 1)
        return _Composed(
            sql=sql,
            parameters=parameters,
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]]),
            fields=fields,
            names=[column[0].target.attname for column in compiler.select[fields]],
            populators=get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS),
        )

    def _row(self, line: Any, composed: _Composed) -> Row:
        """The model instance of one line, as Django's own `ModelIterable` makes it."""
        (values,) = composed.compiler.apply_converters([line], composed.converters)
        model = composed.compiler.klass_info["model"]
        row: Row = model.from_db(DEFAULT_DB_ALIAS, composed.names, values[composed.fields])
        for populator in composed.populators:
            populator.populate(values, row)
        for name, place in composed.compiler.annotation_col_map.items():
            setattr(row, name, values[place])
        return row
