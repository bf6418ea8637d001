"""Queries that run in every request, composed once.

Django composes the SQL of a query anew each time; for a row with its joined rows that takes several times as long as
PostgreSQL takes to answer. bench/ shows what it is worth.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # the stubs leave it out

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.access.permissions import Role

Row = TypeVar("Row", bound=Model)


def first_line(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first line that `sql` brings, or None. The server plans the statement once for each connection.

    For statements that are written out because they do in one round trip what takes Django several.
    """
    with connection.planned_cursor() as cursor:  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute(sql, values)
        line: tuple[Any, ...] | None = cursor.fetchone()
    return line


def lines(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All lines that `sql` brings. The server plans the statement once for each connection."""
    with connection.planned_cursor() as cursor:  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def execute(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> int:
    """Do what `sql` says, and return how many rows it has changed. Planned once for each connection."""
    with connection.planned_cursor() as cursor:  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute(sql, values)
        count: int = cursor.rowcount
    return count


def insert(row: Model) -> None:
    """Insert `row`, composed and planned once for each set of columns.

    A number that the database gives the row is read back, what else it fills in is not.
    """
    fields = _given_fields(row)
    key = row._meta.pk if row.pk is None else None
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.planned_cursor() as cursor:  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute(_insertion(type(row), fields, key), values)
        if key is not None:
            (row.pk,) = cursor.fetchone()
    _is_kept(row)


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """Insert `rows`, which give values for the same columns, in one statement; returns them, as `insert` leaves them.

    Planned once for each set of columns, however many rows there are.
    """
    if not rows:
        return rows
    fields = _given_fields(rows[0])
    key = rows[0]._meta.pk if rows[0].pk is None else None
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields]
    with connection.planned_cursor() as cursor:  # type: ignore[attr-defined] # see foundation/database/engine
        cursor.execute(_insertion_of_many(type(rows[0]), fields, key), values)
        keys = cursor.fetchall() if key is not None else ()
    for row, (made,) in zip(rows, keys, strict=False):
        row.pk = made
    for row in rows:
        _is_kept(row)
    return rows


def _given_fields(row: Model) -> tuple[Field[Any, Any], ...]:
    fields = row._meta.concrete_fields
    return tuple(field for field in fields if not _is_for_the_database(field, getattr(row, field.attname)))


def _is_for_the_database(field: Field[Any, Any], value: object) -> bool:
    return isinstance(value, DatabaseDefault) or (value is None and isinstance(field, AutoField))


def _is_kept(row: Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: type[Model], fields: tuple[Field[Any, Any], ...], key: Field[Any, Any] | None) -> str:
    return f"{_into(model, fields)} VALUES ({', '.join(['%s'] * len(fields))}){_returning(key)}"


@cache
def _insertion_of_many(model: type[Model], fields: tuple[Field[Any, Any], ...], key: Field[Any, Any] | None) -> str:
    columns = ", ".join(f"%s::{_type_of(field)}[]" for field in fields)
    return f"{_into(model, fields)} SELECT * FROM unnest({columns}){_returning(key)}"  # noqa: S608 - our own columns


def _type_of(field: Field[Any, Any]) -> str:
    """The type of a column, as a cast names it: where a key counts up by itself, that of what refers to it."""
    kind: str = field.rel_db_type(connection)  # type: ignore[attr-defined] # the stubs leave it out
    return kind


def _into(model: type[Model], fields: tuple[Field[Any, Any], ...]) -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names})'


def _returning(key: Field[Any, Any] | None) -> str:
    return f' RETURNING "{key.column}"' if key is not None else ""


class _Blank(str):
    """Stands in the composed query for a value that is given at each call."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and not str(other):
            return False  # Django asks this of every text
        raise TypeError(f"{self!s} is not known yet when the query is composed, and cannot decide anything in it")


class _TypedBlank(Expression):
    """A blank for a value that is no text: of the type of `field`, or for `field__in` a list of such values."""

    def __init__(self, name: str, field: Field[Any, Any], *, is_list: bool) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.is_list = is_list

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        kind = _type_of(self.output_field)
        sql = f"(SELECT unnest(%s::{kind}[]))" if self.is_list else f"%s::{kind}"
        return sql, [_Blank(self.name)]


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
    """A queryset with blanks:

        by_key = Prepared(lambda key: Session.objects.select_related("account").filter(key_fingerprint=key))
        session = by_key.first(key=fingerprint)

    The parameters of `build` are texts, each compared with a text column as it is given. For values of another kind
    the field is named that they are compared with, in a list for `__in`; a parameter `actor` is for `visible_to`:

        drafts = Prepared(lambda actor, key: Draft.objects.visible_to(actor).filter(pk=key), key=UUIDField())
        parties = Prepared(lambda cases: Party.objects.filter(case__in=cases), cases=[BigIntegerField()])

    It is composed once for each set of roles: label and site of an actor are blanks, and none of their numbers is
    known to `visible_to`. Everything else in it is fixed at the first call.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]], **kinds: Field[Any, Any] | list[Field[Any, Any]]) -> None:
        self._build = build
        self._kinds = kinds
        self._names = tuple(inspect.signature(build).parameters)
        self._by_roles: dict[tuple[frozenset[Role], bool], _Composed | None] = {}

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        composed = self._composed(values, first=True)
        line = first_line(composed.sql, _filled(composed, values)) if composed else None
        return self._rows([line], composed)[0] if composed and line else None

    def all(self, **values: Any) -> list[Row]:
        """Every row."""
        composed = self._composed(values)
        return self._rows(lines(composed.sql, _filled(composed, values)), composed) if composed else []

    def _composed(self, values: Mapping[str, Any], *, first: bool = False) -> _Composed | None:
        """What the queryset is for this actor; None where such an actor sees nothing at all."""
        actor = values.get("actor")
        shape = (actor.roles if actor else frozenset(), first)
        if shape not in self._by_roles:
            self._by_roles[shape] = self._compose(*shape)
        return self._by_roles[shape]

    def _compose(self, roles: frozenset[Role], first: bool) -> _Composed | None:
        blanks = {name: self._blank(name, roles) for name in self._names}
        rows = self._build(**blanks)
        if first:
            rows = (rows if rows.ordered else rows.order_by())[:1]
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        used = {str(part).partition(".")[0] for part in parameters if isinstance(part, _Blank)}
        if unused := set(blanks) - used - {"actor"}:
            raise TypeError(f"these are not compared as plain values: {sorted(unused)}")
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

    def _blank(self, name: str, roles: frozenset[Role]) -> Any:
        if name == "actor":
            return Actor(label=_Blank("actor.label"), site=_Blank("actor.site"), roles=roles)
        kind = self._kinds.get(name)
        if kind is None:
            return _Blank(name)
        if isinstance(kind, list):
            return _TypedBlank(name, kind[0], is_list=True)
        return _TypedBlank(name, kind, is_list=False)

    def _rows(self, found: list[tuple[Any, ...]], composed: _Composed) -> list[Row]:
        """The model instances of lines, as Django's own `ModelIterable` makes them."""
        model = composed.compiler.klass_info["model"]
        rows = []
        for values in composed.compiler.apply_converters(found, composed.converters):
            row: Row = model.from_db(DEFAULT_DB_ALIAS, composed.names, values[composed.fields])
            for populator in composed.populators:
                populator.populate(values, row)
            for name, place in composed.compiler.annotation_col_map.items():
                setattr(row, name, values[place])
            rows.append(row)
        return rows


def _filled(composed: _Composed, values: Mapping[str, Any]) -> list[Any]:
    return [_value(part, values) if isinstance(part, _Blank) else part for part in composed.parameters]


def _value(blank: _Blank, values: Mapping[str, Any]) -> Any:
    name, _, attribute = str(blank).partition(".")
    value = values[name]
    if isinstance(value, tuple):
        return list(value)  # psycopg takes a tuple for a row and not for an array
    return getattr(value, attribute) if attribute else value
