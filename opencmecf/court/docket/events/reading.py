"""Reading a dictionary of events from TOML: strictly, and with messages that name the file, the event and the field."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from opencmecf.court.docket.events.event import (
    Category,
    Dictionary,
    Effects,
    EntryKind,
    Event,
    Fee,
    FiledBy,
    Filer,
    MainDocument,
    Need,
    Outcome,
    Prompt,
    PromptKind,
)
from opencmecf.court.docket.events.sandbox import BadTemplate, TextTemplate
from opencmecf.court.profile.kinds import CaseKind
from opencmecf.foundation.access import Restriction

SHARED = "shared.toml"
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]*")
# What every template may use besides the event's own prompts; `composing` fills them in.
WORDS = frozenset({"title", "by", "filers", "filers_in_roles", "against", "as_to", "re", "entries", "rulings"})
_PROMPT_FIELDS = {"name", "kind", "label", "help", "required", "choices", "longest"}
_EVENT_FIELDS = {
    *("code", "name", "short", "title", "text", "kind", "filers", "cases", "words", "prompts", "prompt", "document"),
    *("attachments", "refers_to", "reference", "filed_by", "against", "relief", "prefixes", "restriction", "withdrawn"),
    *("opens_motion", "outcomes", "closes_case", "reopens_case", "sets_flags", "clears_flags", "deadlines", "fee"),
}
_FILE_FIELDS = {"category", "defaults", "event"}
_CATEGORY_FIELDS = {"code", "name", "group", "order", "several"}
_SHARED_FIELDS = {"prompts", "attachments", "prefixes", "fees"}

Word = TypeVar("Word", bound=StrEnum)
Row = dict[str, Any]


class BadDictionary(ValueError):
    """A dictionary that cannot be used. The message names file, event and field, one problem to a line."""


@dataclass(slots=True)
class _Collected:
    """What the files say so far; a court's own file adds to it and changes it, field by field."""

    prompts: dict[str, Row] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)
    prefixes: dict[str, Any] = field(default_factory=dict)
    fees: dict[str, Row] = field(default_factory=dict)
    categories: dict[str, tuple[str, Row]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, Row]] = field(default_factory=dict)  # file, category, fields
    problems: list[str] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)

    def problem(self, file: str, where: str, what: str) -> None:
        self.problems.append(": ".join(part for part in (file, where, what) if part))


@lru_cache(maxsize=256)
def read_dictionary(kind: str, own_folder: Path | None = None) -> Dictionary:
    """Return the dictionary of a kind of court, with the changes that a court keeps in a folder of its own.

    A folder that is not there changes nothing. Read once in each process. Raises `BadDictionary`.
    """
    own = [own_folder] if own_folder is not None and own_folder.is_dir() else []
    return dictionary_of_folders([files(__package__).joinpath(kind), *own])


def dictionary_of_folders(folders: Sequence[Traversable]) -> Dictionary:
    """Return what the TOML files of these folders say, later ones changing earlier ones. Raises `BadDictionary`."""
    found = _Collected()
    for folder in folders:
        named = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
        for file in sorted(named, key=lambda file: file.name != SHARED):
            _collect(found, file)
    categories = {
        code: made for code, (file, row) in found.categories.items() if (made := _category(found, file, code, row))
    }
    events = [
        event
        for code, (file, category, row) in sorted(found.events.items())
        if not row.get("withdrawn") and (event := _EventReader(found, file, code, row).read(category))
    ]
    fees = {code: fee for code, row in found.fees.items() if (fee := _fee(found, code, row))}
    if found.problems:
        raise BadDictionary("\n".join(found.problems))
    return Dictionary(
        categories=tuple(sorted(categories.values(), key=lambda one: (one.order, one.name))),
        events={event.code: event for event in events},
        version=found.digest.hexdigest()[:16],
        fees=fees,
    )


def _collect(found: _Collected, file: Traversable) -> None:
    raw = file.read_bytes()
    found.digest.update(f"{file.name}\0{len(raw)}\0".encode())
    found.digest.update(raw)
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found.problem(file.name, "", f"is not readable as TOML: {error}")
        return
    if file.name == SHARED:
        _check_fields(found, file.name, "", data, _SHARED_FIELDS)
        for name in _SHARED_FIELDS & data.keys():
            getattr(found, name).update(data[name])
        return
    _check_fields(found, file.name, "", data, _FILE_FIELDS)
    category = data.get("category", {})
    _check_fields(found, file.name, "category", category, _CATEGORY_FIELDS)
    code = category.get("code", "")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        found.problem(file.name, "category: code", "is missing, or not small letters, digits and hyphens")
        return
    former_file, former = found.categories.get(code, (file.name, {}))
    found.categories[code] = (former_file, {**former, **category})
    _collect_events(found, file.name, code, data)


def _collect_events(found: _Collected, file: str, category: str, data: Row) -> None:
    defaults = data.get("defaults", {})
    _check_fields(found, file, "defaults", defaults, _EVENT_FIELDS - {"code"})
    seen: set[str] = set()
    for number, row in enumerate(data.get("event", ()), start=1):
        code = row.get("code", "")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            found.problem(file, f"event number {number}: code", "is missing, or not small letters, digits and hyphens")
            continue
        _check_fields(found, file, code, row, _EVENT_FIELDS)
        if code in seen:
            found.problem(file, f"{code}: code", "stands twice in this file")
        seen.add(code)
        _, former_category, former = found.events.get(code, (file, category, {}))
        if former and former_category != category:
            found.problem(file, f"{code}: code", f"is that of an event in the category {former_category}")
        found.events[code] = (file, category, {**defaults, **former, **row})


def _check_fields(found: _Collected, file: str, where: str, row: Row, known: set[str]) -> None:
    for name in sorted(row.keys() - known):
        found.problem(file, f"{where}: {name}" if where else name, "is no field; the fields are " + _list(known))


def _category(found: _Collected, file: str, code: str, row: Row) -> Category | None:
    missing = [name for name in ("name", "group", "order") if name not in row]
    for name in missing:
        found.problem(file, f"category {code}: {name}", "is missing")
    if missing:
        return None
    several = row.get("several", False)
    if not isinstance(row["order"], int) or not isinstance(several, bool):
        found.problem(file, f"category {code}", "order is a number, and several is true or false")
        return None
    return Category(code=code, name=row["name"], group=row["group"], order=row["order"], several=several)


def _fee(found: _Collected, code: str, row: Row) -> Fee | None:
    name, cents = row.get("name"), row.get("cents", 0)
    if not isinstance(name, str) or type(cents) is not int or cents < 0 or row.keys() - {"name", "cents"}:
        found.problem(SHARED, f"fees {code}", "has a name, and cents as a whole number")
        return None
    return Fee(code=code, name=name, cents=cents)


class _EventReader:
    """Reads the fields of one event and notes what is wrong with each."""

    def __init__(self, found: _Collected, file: str, code: str, row: Row) -> None:
        self.found, self.file, self.code, self.row = found, file, code, row
        self.is_sound = True

    def read(self, category: str) -> Event | None:
        """Return the event; None when something is wrong, which is noted."""
        name = self.text("name", required=True)
        event = Event(
            code=self.code,
            category=category,
            name=name,
            short=self.text("short") or name,
            title=self.text("title") or name,
            text=self.text("text", required=True),
            kind=self.word("kind", EntryKind, EntryKind.OTHER),
            filers=frozenset(self.words("filers", Filer)),
            cases=frozenset(self.words("cases", CaseKind)),
            words=self.texts("words"),
            prompts=self.prompts(),
            document=self.word("document", MainDocument, MainDocument.REQUIRED),
            attachments=self.shared_list("attachments", self.found.attachments),
            refers_to=frozenset(self.words("refers_to", EntryKind)),
            reference=self.word("reference", Need, Need.NONE),
            filed_by=self.word("filed_by", FiledBy, FiledBy.PARTY),
            against=self.word("against", Need, Need.NONE),
            is_relief=self.flag("relief"),
            prefixes=self.shared_list("prefixes", self.found.prefixes),
            restriction=self.word("restriction", Restriction, Restriction.PUBLIC),
            effects=self.effects(),
        )
        self.check_whole(event)
        self.check_templates(event)
        return event if self.is_sound else None

    def effects(self) -> Effects:
        """Return what filing the event does."""
        return Effects(
            opens_motion=self.flag("opens_motion"),
            outcomes=tuple(self.words("outcomes", Outcome)),
            closes_case=self.flag("closes_case"),
            reopens_case=self.flag("reopens_case"),
            sets_flags=self.texts("sets_flags"),
            clears_flags=self.texts("clears_flags"),
            deadlines=self.texts("deadlines"),
            fee=self.text("fee"),
        )

    def check_whole(self, event: Event) -> None:
        """Note what does not go together."""
        for name, present in (("filers", event.filers), ("cases", event.cases)):
            if not present:
                self.problem(name, "names nobody" if name == "filers" else "names no kind of case")
        if event.reference is not Need.NONE and not event.refers_to:
            self.problem("reference", "asks for entries, and refers_to names no kind of them")
        if event.effects.outcomes and EntryKind.MOTION not in event.refers_to:
            self.problem("outcomes", "rules on motions, and refers_to does not name them")
        if event.effects.fee and event.effects.fee not in self.found.fees:
            self.problem("fee", f"is “{event.effects.fee}”; {SHARED} has {_list(self.found.fees)}")
        if event.is_relief and not event.effects.opens_motion:
            self.problem("relief", "is a part of a motion, and opens_motion is not set")

    def check_templates(self, event: Event) -> None:
        """Note templates that cannot be used, and names in them that nobody fills in."""
        own = {prompt.name for prompt in event.prompts}
        for name, source in (("title", event.title), ("text", event.text)):
            try:
                used = TextTemplate(source).names
            except BadTemplate as error:
                self.problem(name, str(error))
                continue
            known = own | (WORDS - {"title"} if name == "title" else WORDS)
            for unknown in sorted(used - known):
                self.problem(name, f"uses {{{{ {unknown} }}}}; here there are {_list(known)}")

    def prompts(self) -> tuple[Prompt, ...]:
        """Return the event's questions: those named from the shared ones, then its own."""
        rows: list[Row] = []
        for name in self.texts("prompts"):
            if name not in self.found.prompts:
                self.problem("prompts", f"names “{name}”; {SHARED} has {_list(self.found.prompts)}")
                continue
            rows.append({"name": name, **self.found.prompts[name]})
        rows += self.row.get("prompt", ())
        made = [prompt for row in rows if (prompt := self.prompt(row))]
        for name in {prompt.name for prompt in made if sum(other.name == prompt.name for other in made) > 1}:
            self.problem("prompts", f"asks “{name}” twice")
        return tuple(made)

    def prompt(self, row: Row) -> Prompt | None:
        """Return one question; None when something is wrong, which is noted."""
        name = str(row.get("name", ""))
        where = f"prompt {name}" if name else "prompt"
        for unknown in sorted(row.keys() - _PROMPT_FIELDS):
            self.problem(f"{where}: {unknown}", "is no field; the fields are " + _list(_PROMPT_FIELDS))
        if not NAME.fullmatch(name) or name in WORDS:
            self.problem(where, "needs a name of small letters that is not " + _list(WORDS))
        if row.get("kind") not in set(PromptKind):
            self.problem(f"{where}: kind", f"is “{row.get('kind', '')}”; it is one of " + _list(PromptKind))
        if not isinstance(row.get("label"), str) or not row["label"].strip():
            self.problem(f"{where}: label", "is missing")
        choices = row.get("choices", {})
        if not isinstance(choices, dict) or bool(choices) != (row.get("kind") == PromptKind.CHOICE):
            self.problem(f"{where}: choices", "belongs to a prompt of the kind choice, as a table of words by code")
        if not self.is_sound:
            return None
        return Prompt(
            name=name,
            kind=PromptKind(row["kind"]),
            label=row["label"],
            help=row.get("help", ""),
            is_required=row.get("required", True),
            choices=tuple((str(key), str(words)) for key, words in choices.items()),
            longest=row.get("longest", 200),
        )

    # --- single fields -----------------------------------------------------------------------------------------------

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text field."""
        value = self.row.get(name, "")
        if not isinstance(value, str):
            self.problem(name, "is not a text")
            return ""
        if required and not value.strip():
            self.problem(name, "is missing")
        return " ".join(value.split()) if name != "text" else value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.problem(name, "is not a list of texts")
            return ()
        return tuple(value)

    def flag(self, name: str) -> bool:
        """Return a field that is true or false."""
        value = self.row.get(name, False)
        if not isinstance(value, bool):
            self.problem(name, "is neither true nor false")
            return False
        return value

    def word(self, name: str, words: type[Word] | type[Restriction], default: Any) -> Any:
        """Return a field that is one word of a set."""
        value = self.row.get(name, str(default))
        known = [str(word.value) for word in words]
        if value not in known:
            self.problem(name, f"is “{value}”; it is one of {_list(known)}")
            return default
        return words(value)

    def words(self, name: str, words: type[Word]) -> list[Word]:
        """Return a field that is a list of words of a set."""
        wrong = [value for value in self.texts(name) if value not in set(words)]
        for value in wrong:
            self.problem(name, f"names “{value}”; there are {_list(words)}")
        return [words(value) for value in self.texts(name) if value not in wrong]

    def shared_list(self, name: str, shared: Mapping[str, Any]) -> tuple[str, ...]:
        """Return a list of texts, or the shared list of that name."""
        value = self.row.get(name, [])
        if not isinstance(value, str):
            return self.texts(name)
        if value not in shared:
            self.problem(name, f"names the list “{value}”; {SHARED} has {_list(shared)}")
            return ()
        return tuple(shared[value])

    def problem(self, name: str, what: str) -> None:
        """Note what is wrong with a field."""
        self.is_sound = False
        self.found.problem(self.file, f"{self.code}: {name}", what)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))
