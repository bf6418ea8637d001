"""Queries that run in every request, composed once.

Django composes the SQL of a query anew each time; for a row with its joined rows that takes several times as long as
PostgreSQL takes to answer. bench/ shows what it is worth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # the stubs leave it out

from opencmecf.foundation.access.actor import Actor
from opencmecf.foundation.access.permissions import Permission, Role, permissions_of

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
    statement, values = insertion(row, read_back=read_back)
    cursor = _run(statement, values)
    if read_back:
        setattr(row, read_back, cursor.fetchone()[0])
    now_stored(row)


def execute(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> int:
    """Do what `sql` says, and return how many rows it has changed; planned as `first_line` is."""
    count: int = _run(sql, values).rowcount
    return count


def insert_all(rows: Sequence[Row], *, read_back: str = "") -> Sequence[Row]:
    """Insert `rows`, which give values for the same columns, in one statement; returns them, as `insert` leaves them.

    Composed and planned once for each set of columns, however many rows there are.
    """
    if not rows:
        return rows
    fields = tuple(_given(rows[0]))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields]
    cursor = _run(_insertion_of_several(type(rows[0]), fields, read_back), values)
    if read_back:
        for row, (value,) in zip(rows, cursor.fetchall(), strict=True):
            setattr(row, read_back, value)
    for row in rows:
        now_stored(row)
    return rows


def insertion(row: Model, *, read_back: str = "") -> tuple[str, list[Any]]:
    """The statement that inserts `row`, and its values, to be a part of a greater statement."""
    given = _given(row)
    values = [field.get_db_prep_save(value, connection) for field, value in given.items()]
    return _insertion(type(row), tuple(field.column for field in given), read_back), values


def now_stored(row: Model) -> None:
    """Note on `row` that it is in the database."""
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _run(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> Any:
    """The driver's own cursor with what `sql` brings, all of which is here already: fetching it asks no server."""
    cursor: CursorWrapper = connection.planned_cursor()  # type: ignore[attr-defined] # see foundation/database/engine
    cursor.execute(sql, values)
    return cursor.cursor


def _given(row: Model) -> dict[Field[Any, Any], Any]:
    """The values of a row that the database does not fill in itself."""
    every = {field: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {field: value for field, value in every.items() if not _is_for_the_database(field, value)}


def _is_for_the_database(field: Field[Any, Any], value: object) -> bool:
    return isinstance(value, DatabaseDefault) or (value is None and isinstance(field, AutoField))


@cache
def _insertion(model: type[Model], columns: tuple[str, ...], read_back: str) -> str:
    names, blanks = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
    returning = f' RETURNING "{read_back}"' if read_back else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({blanks}){returning}'  # noqa: S608 - our own columns


@cache
def _insertion_of_several(model: type[Model], fields: tuple[Field[Any, Any], ...], read_back: str) -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    columns = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    returning = f' RETURNING "{read_back}"' if read_back else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({columns}){returning}'  # noqa: S608


class _Blank(str):
    """Stands in the composed query for a text that is given at each call."""

    __slots__ = ()


@dataclass(frozen=True)
class _ListOf:
    """The kind of a list: that of what is in it, None for an empty one."""

    kind: type | None


_ARRAYS = {int: "bigint[]", str: "text[]", UUID: "uuid[]"}


class _Several(Expression):
    """Stands in the composed query for a list that is given at each call, of a field that is compared by `__in`."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(output_field=Field())
        self.name = name
        self.array = next(array for base, array in _ARRAYS.items() if issubclass(kind, base))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"(SELECT unnest(%s::{self.array}))", [_Blank(self.name)]


# What stands in a composed query for numbers, days and UUIDs; no query says these of itself.
_FIRST_NUMBER = 2_111_222_000  # fits into every integer column but the smallest
_FIRST_DAY = dt.date(9111, 1, 1)


def _kind_of(value: Any) -> type | _ListOf:
    return _ListOf(type(value[0]) if value else None) if isinstance(value, list) else type(value)


def _blank(name: str, kind: type | _ListOf, place: int) -> Any:
    if isinstance(kind, _ListOf):
        return _Several(name, kind.kind) if kind.kind else []  # of an empty list Django itself knows what follows
    if issubclass(kind, dt.date):
        return _FIRST_DAY + dt.timedelta(days=place)
    if issubclass(kind, UUID):
        return UUID(int=_FIRST_NUMBER + place)
    return _FIRST_NUMBER + place if issubclass(kind, int) else _Blank(name)


def _name_of(part: object, blanks: Mapping[str, Any]) -> str | None:
    """The name of the blank that this parameter is, or None for one that is fixed."""
    if isinstance(part, _Blank) and isinstance(blanks.get(str(part)), _Several):
        return str(part)
    if isinstance(part, _Blank) or not isinstance(part, str):
        return next((name for name, blank in blanks.items() if part == blank), None)
    return None


@dataclass(frozen=True)
class _Composed:
    """What Django has made of a queryset, and how its lines become rows. `names` are those of its parameters' blanks.

    `columns` and `fields` are of a queryset of rows; one of values has none.
    """

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str | None, ...]
    compiler: Any
    converters: dict[int, Any]
    fields: slice
    columns: list[str]
    populators: list[Any]

    def lines(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What the database brings for these values, converted as Django does it."""
        given = zip(self.names, self.parameters, strict=True)
        lines = all_lines(self.sql, [part if name is None else values[name] for name, part in given])
        return list(self.compiler.apply_converters(lines, self.converters)) if self.converters else lines

    def row(self, line: Any) -> Any:
        """The model instance of one line, as Django's own `ModelIterable` makes it."""
        row = self.compiler.klass_info["model"].from_db(DEFAULT_DB_ALIAS, self.columns, line[self.fields])
        for populator in self.populators:
            populator.populate(line, row)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(row, name, line[place])
        return row


class Prepared(Generic[Row]):
    """A queryset with blanks for texts, numbers, days and UUIDs, and for lists of them with `__in`:

        by_key = Prepared(lambda key: Session.objects.select_related("account").filter(key_fingerprint=key))
        session = by_key.first(key=fingerprint)

    Each parameter of `build` is compared with a column as it is given. Everything else in it is fixed at the first
    call.
    """

    def __init__(self, build: Callable[..., QuerySet[Row, Any]], *, may_ignore: frozenset[str] = frozenset()) -> None:
        self._build = build
        self._may_ignore = may_ignore
        self._composed: dict[tuple[Any, ...], _Composed | None] = {}

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        composed = self._for("first", values)
        lines = composed.lines(values) if composed else []
        return composed.row(lines[0]) if composed and lines else None

    def all(self, **values: Any) -> list[Row]:
        """All rows."""
        composed = self._for("all", values)
        return [composed.row(line) for line in composed.lines(values)] if composed else []

    def lines(self, **values: Any) -> list[tuple[Any, ...]]:
        """All lines of a queryset that ends in `values_list`."""
        composed = self._for("lines", values)
        return composed.lines(values) if composed else []

    def _for(self, way: str, values: Mapping[str, Any]) -> _Composed | None:
        """What the queryset is for such values; None where it finds nothing whatever they are."""
        kinds = {name: _kind_of(value) for name, value in values.items()}
        key = (way, *kinds.items())
        if key not in self._composed:
            self._composed[key] = self._compose(way, kinds)
        return self._composed[key]

    def _compose(self, way: str, kinds: Mapping[str, type | _ListOf]) -> _Composed | None:
        blanks = {name: _blank(name, kind, place) for place, (name, kind) in enumerate(kinds.items())}
        rows: Any = self._build(**blanks)
        if way == "first":
            rows = (rows if rows.ordered else rows.order_by())[:1]
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        names = tuple(_name_of(part, blanks) for part in parameters)
        empty = {name for name, kind in kinds.items() if kind == _ListOf(None)}
        if missing := set(blanks) - set(names) - self._may_ignore - empty:
            raise TypeError(f"these are not compared as they are given: {sorted(missing)}")
        info = compiler.klass_info
        places = info["select_fields"] if info else [0]
        fields = slice(places[0], places[-1] + 1)
        return _Composed(
            sql=sql,
            parameters=parameters,
            names=names,
            compiler=compiler,
            converters=compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]]),
            fields=fields,
            columns=[column[0].target.attname for column in compiler.select[fields]] if info else [],
            populators=get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS) if info else [],
        )


@dataclass(frozen=True)
class _AnyActor:
    """Stands for every actor with some roles while a guarded queryset is composed.

    It has what conditions on rows may depend on, and nothing else: a condition that asks for more fails when it is
    composed, and does not quietly let the wrong rows through.
    """

    roles: frozenset[Role]
    site: str = _Blank("actor_site")
    label: str = _Blank("actor_label")
    owner: str = _Blank("actor_owner")

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)

    @property
    def is_anonymous(self) -> bool:
        return not self.roles


_OF_ACTOR = frozenset({"actor_site", "actor_label", "actor_owner"})


def _told_of(actor: Actor) -> dict[str, str]:
    """What fills the blanks of `_AnyActor`."""
    return {"actor_site": actor.site, "actor_label": actor.label, "actor_owner": actor.owner}


class PreparedFor(Generic[Row]):
    """A guarded queryset with blanks, for any actor: composed once for each set of roles, on which it depends.

    by_id = PreparedFor(lambda actor, case_id: Case.objects.visible_to(actor).filter(pacer_case_id=case_id))
    case = by_id.first(actor, case_id="560001")
    """

    def __init__(self, build: Callable[..., QuerySet[Row, Any]]) -> None:
        self._build = build
        self._by_roles: dict[frozenset[Role], Prepared[Row]] = {}

    def first(self, actor: Actor, **values: Any) -> Row | None:
        """The first row that `actor` may see, or None."""
        return self._for(actor).first(**_told_of(actor), **values)

    def all(self, actor: Actor, **values: Any) -> list[Row]:
        """All rows that `actor` may see."""
        return self._for(actor).all(**_told_of(actor), **values)

    def lines(self, actor: Actor, **values: Any) -> list[tuple[Any, ...]]:
        """All lines that `actor` may see, of a queryset that ends in `values_list`."""
        return self._for(actor).lines(**_told_of(actor), **values)

    def _for(self, actor: Actor) -> Prepared[Row]:
        if (prepared := self._by_roles.get(actor.roles)) is None:
            build = partial(self._build_for, _AnyActor(actor.roles))
            prepared = self._by_roles[actor.roles] = Prepared(build, may_ignore=_OF_ACTOR)
        return prepared

    def _build_for(self, actor: _AnyActor, **blanks: Any) -> QuerySet[Row, Any]:
        values = {name: blank for name, blank in blanks.items() if name not in _OF_ACTOR}  # the actor has those
        return self._build(actor, **values)
