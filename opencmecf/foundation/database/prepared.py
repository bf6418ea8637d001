"""Queries that run in every request, composed once.

Django composes the SQL of a query anew each time; for a row with its joined rows that takes several times as long as
PostgreSQL takes to answer. bench/ shows what it is worth.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # the stubs leave it out

Row = TypeVar("Row", bound=Model)


def first_line(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first line that `sql` brings, or None. The server plans the statement once for each connection.

    For statements that are written out because they do in one round trip what takes Django several.
    """
    line: tuple[Any, ...] | None = _run(sql, values).fetchone()
    return line


def all_lines(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Every line that `sql` brings; planned as `first_line` is."""
    lines: list[tuple[Any, ...]] = _run(sql, values).fetchall()
    return lines


def insert(row: Model, *, read_back: str = "") -> None:
    """Insert `row`, composed and planned once for each set of columns.

    Of what the database fills in, the column `read_back` alone is known afterwards.
    """
    given = {field: getattr(row, field.attname) for field in row._meta.concrete_fields}
    given = {field: value for field, value in given.items() if not _is_for_the_database(field, value)}
    values = [field.get_db_prep_save(value, connection) for field, value in given.items()]
    cursor = _run(_insertion(type(row), tuple(field.column for field in given), read_back), values)
    if read_back:
        setattr(row, read_back, cursor.fetchone()[0])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _run(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> CursorWrapper:
    """The cursor with what `sql` brings."""
    cursor: CursorWrapper = connection.planned_cursor()  # type: ignore[attr-defined] # see foundation/database/engine
    cursor.execute(sql, values)
    return cursor


def _is_for_the_database(field: Field[Any, Any], value: object) -> bool:
    return isinstance(value, DatabaseDefault) or (value is None and isinstance(field, AutoField))


@cache
def _insertion(model: type[Model], columns: tuple[str, ...], read_back: str) -> str:
    names, blanks = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
    returning = f' RETURNING "{read_back}"' if read_back else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({blanks}){returning}'  # noqa: S608 - our own columns


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
        line = first_line(composed.sql, filled)
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
