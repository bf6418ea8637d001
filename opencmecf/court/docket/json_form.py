"""A docket sheet as JSON, both ways and without loss.

The document is one object, `{"format": "opencmecf.docket/1", "court_id": …, …, "entries": [{…}, …]}`, with the names of
`sheet` and `text`. What has its default value is left out, except where null and absent differ: `"counsel": []` is a
party shown without counsel, no `counsel` one whose counsel is not shown. Dates are "2020-01-27".

Text is a string when it has no marks and no links, otherwise a list of strings and of
`{"text": "1", "marks": ["b"], "link": {"document_id": "051020000101", "case_id": "560001", "de_seq_num": "3"}}`.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from opencmecf.court.docket.sheet import DocketSheet, Entry
from opencmecf.court.docket.text import Run, Text

FORMAT = "opencmecf.docket/1"

Codec = Callable[[Any], Any]


class NotASheet(ValueError):
    """The JSON is no docket sheet of this format; the message says what is wrong, without repeating the record."""


def to_json(sheet: DocketSheet) -> str:
    """Return the sheet as one JSON document."""
    return "".join(json_chunks(sheet, sheet.entries))


def json_chunks(sheet: DocketSheet, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the JSON document piece by piece, with these entries in place of the sheet's own."""
    head = {"format": FORMAT} | _to_data(replace(sheet, entries=()))
    yield _dumps(head)[:-1] + ', "entries": ['
    for index, entry in enumerate(entries):
        yield (",\n" if index else "\n") + _dumps(_to_data(entry))
    yield "]}"


def from_json(document: str | bytes) -> DocketSheet:
    """Return the sheet that `to_json` wrote; raises NotASheet."""
    try:
        data = json.loads(document)
    except ValueError as error:
        raise NotASheet("This is no JSON.") from error
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise NotASheet(f"This is no document of the format {FORMAT}.")
    sheet = _decode(DocketSheet, data)
    assert isinstance(sheet, DocketSheet)
    return sheet


def entry_to_data(entry: Entry) -> dict[str, Any]:
    """Return one entry as the JSON document holds it, for stores that keep entries apart."""
    return _to_data(entry)


def entry_from_data(data: dict[str, Any]) -> Entry:
    """Return the entry that `entry_to_data` made; raises NotASheet."""
    entry = _decode(Entry, data)
    assert isinstance(entry, Entry)
    return entry


def to_data(value: Any) -> Any:
    """Return any value of a sheet (a party, facts, text) as JSON holds it."""
    if isinstance(value, tuple):
        return _text_to_data(value) if _is_text(value) else [to_data(item) for item in value]
    return _to_data(value) if is_dataclass(value) else value


def from_data(kind: Any, data: Any) -> Any:
    """Return the value that `to_data` wrote; `kind` is its type, such as `Party` or `Text`. Raises NotASheet."""
    try:
        return _reader(kind)(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotASheet("A value is of the wrong kind.") from error


def _dumps(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _is_text(value: tuple[Any, ...]) -> bool:
    return bool(value) and isinstance(value[0], Run)


def _to_data(value: Any) -> dict[str, Any]:
    kind: type = type(value)
    writers = _writers(kind)
    data = {}
    for name, default, write in writers:
        item = getattr(value, name)
        if item != default:
            data[name] = write(item)
    return data


@cache
def _writers(kind: type) -> tuple[tuple[str, Any, Codec], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _default(field), _writer(hints[field.name])) for field in fields(kind))


def _default(field: Field[Any]) -> Any:
    return field.default  # MISSING, which nothing equals, for what must be there


@cache
def _writer(hint: Any) -> Codec:
    if hint == Text:
        return _text_to_data
    inner = _without_none(hint)
    if inner is not hint:
        write = _writer(inner)
        return lambda value: None if value is None else write(value)
    if get_origin(hint) is tuple:
        item = _writer(get_args(hint)[0])
        return lambda values: [item(value) for value in values]
    return dict if get_origin(hint) is dict else _plain_writer(hint)


def _plain_writer(kind: type) -> Codec:
    if kind is dt.date:
        return dt.date.isoformat
    if is_dataclass(kind):
        return _to_data
    return str if issubclass(kind, StrEnum) else lambda value: value


def _text_to_data(text: Text) -> Any:
    runs = [run.text if not run.marks and run.link is None else _to_data(run) for run in text]
    return runs[0] if len(runs) == 1 and isinstance(runs[0], str) else runs


def _text_from_data(data: Any) -> Text:
    if isinstance(data, str):
        return (Run(data),)
    return tuple(Run(run) if isinstance(run, str) else _read_object(Run, run) for run in _list(data))


def _decode(kind: type, data: Any) -> Any:
    try:
        return _read_object(kind, data)
    except NotASheet:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotASheet(f"A value is missing or of the wrong kind ({type(error).__name__}).") from error


def _read_object(kind: type, data: dict[str, Any]) -> Any:
    readers = _readers(kind)
    unknown = data.keys() - readers.keys()
    if unknown:
        raise NotASheet(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return kind(**{name: readers[name](item) for name, item in data.items()})


@cache
def _readers(kind: type) -> dict[str, Codec]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


@cache
def _reader(hint: Any) -> Codec:
    if hint == Text:
        return _text_from_data
    inner = _without_none(hint)
    if inner is not hint:
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        item = _reader(get_args(hint)[0])
        return lambda values: tuple(item(value) for value in _list(values))
    return _exactly(dict) if get_origin(hint) is dict else _plain_reader(hint)


def _plain_reader(kind: type) -> Codec:
    if kind is dt.date:
        return dt.date.fromisoformat
    if is_dataclass(kind):
        return lambda value: _read_object(kind, value)
    return kind if issubclass(kind, StrEnum) else _exactly(kind)


def _list(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError("list")
    return values


def _exactly(kind: type) -> Codec:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return check


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(choice for choice in get_args(hint) if choice is not types.NoneType)
    return hint
