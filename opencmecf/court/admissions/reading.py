"""Reading what a court asks of applicants from TOML: strictly, with messages that name the file and the field."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from django.conf import settings

from opencmecf.court.admissions.registration_form import (
    Applicants,
    Choice,
    Paper,
    Question,
    QuestionKind,
    RegistrationForm,
    Section,
)
from opencmecf.court.filers.models import FilerKind
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation import reference

CODE = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
FILLS = frozenset(
    {"bar_number", "firm_name", "unit", "address", "address_2", "city", "state", "zip_code", "country", "telephone"}
)
_TOP = {"form", "section", "question", "document", "choice"}
_FIELDS = {
    "form": {"terms", "limited_admission_ends_with_case"},
    "section": {"code", "title", "about", "withdrawn"},
    "question": {
        *("code", "section", "kind", "label", "help", "required", "choices", "longest", "fills", "withdrawn"),
    },
    "document": {"code", "label", "help", "required", "withdrawn"},
    "choice": {
        *("code", "name", "about", "for", "filer_kind", "limited_to_cases", "sections", "documents", "fee"),
        *("fee_cents", "withdrawn"),
    },
}
_LISTS = ("section", "question", "document", "choice")

Row = dict[str, Any]


class BadRegistrationForm(ValueError):
    """A form that cannot be used. The message names file, part and field, one problem to a line."""


def form_of(court_id: str) -> RegistrationForm:
    """What a court asks: the form of its kind, with what `ADMISSIONS_FOLDER/<court id>/*.toml` changes.

    Raises `BadRegistrationForm`; `cmecf court registration` tells it first.
    """
    kind = KINDS[reference.court(court_id).kind]
    return read_form(kind.registration_form, settings.ADMISSIONS_FOLDER / court_id)


@lru_cache(maxsize=256)
def read_form(kind: str, own_folder: Path | None = None) -> RegistrationForm:
    """The form of a kind of court with a court's own changes. Read once in each process."""
    found = [files(__package__).joinpath("registration", f"{kind}.toml")]
    if own_folder is not None and own_folder.is_dir():
        found += sorted((file for file in own_folder.iterdir() if file.suffix == ".toml"), key=lambda file: file.name)
    return form_of_files(found)


def form_of_files(found: Sequence[Traversable]) -> RegistrationForm:
    """What TOML files say together; later ones change earlier ones field by field. Raises `BadRegistrationForm`."""
    return _Reader().read(found)


class _Reader:
    """Collects what the files say and notes what is wrong with it."""

    def __init__(self) -> None:
        self.form: Row = {}
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in _LISTS}
        self.problems: list[str] = []
        self.digest = hashlib.sha256()

    def read(self, found: Sequence[Traversable]) -> RegistrationForm:
        """The whole form."""
        for file in found:
            self._collect(file)
        made = self._made() if not self.problems else None
        if self.problems or made is None:
            raise BadRegistrationForm("\n".join(self.problems))
        return made

    def _collect(self, file: Traversable) -> None:
        raw = file.read_bytes()
        self.digest.update(f"{file.name}\0{len(raw)}\0".encode())
        self.digest.update(raw)
        try:
            data = tomllib.loads(raw.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problems.append(f"{file.name}: is not readable as TOML: {error}")
            return
        self._check_fields(file.name, data, _TOP)
        self._check_fields(f"{file.name}: form", data.get("form", {}), _FIELDS["form"])
        self.form.update(data.get("form", {}))
        for name in _LISTS:
            codes = [row.get("code") for row in data.get(name, ())]
            for twice in sorted({str(code) for code in codes if codes.count(code) > 1}):
                self.problems.append(f"{file.name}: {name} {twice}: code: stands twice in this file")
            for row in data.get(name, ()):
                self._collect_row(file.name, name, row)

    def _collect_row(self, file: str, name: str, row: Row) -> None:
        code = row.get("code", "")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            self.problems.append(f"{file}: {name}: code: is missing, or not small letters, digits and hyphens")
            return
        self._check_fields(f"{file}: {name} {code}", row, _FIELDS[name])
        self.rows[name][code] = {**self.rows[name].get(code, {}), **row, "file": file}

    def _check_fields(self, where: str, row: Row, known: set[str]) -> None:
        for name in sorted(row.keys() - known):
            self.problems.append(f"{where}: {name}: is no field; the fields are {', '.join(sorted(known))}")

    def _made(self) -> RegistrationForm | None:
        questions: dict[str, list[Question]] = {}
        for row in self._kept("question"):
            questions.setdefault(str(row.get("section", "")), []).append(self._question(row))
        sections = [
            Section(
                code=row["code"],
                title=self._text(row, "title"),
                about=self._text(row, "about", required=False),
                questions=tuple(questions.pop(row["code"], ())),
            )
            for row in self._kept("section")
        ]
        for stray in questions:
            self.problems.append(f"question: section: is “{stray}”, and there is no such section")
        papers = [
            Paper(
                code=row["code"],
                label=self._text(row, "label"),
                help=self._text(row, "help", required=False),
                is_required=bool(row.get("required", True)),
            )
            for row in self._kept("document")
        ]
        known = {section.code for section in sections}, {paper.code for paper in papers}
        choices = [self._choice(row, *known) for row in self._kept("choice")]
        terms = self.form.get("terms", [])
        if not isinstance(terms, list) or not all(isinstance(one, str) and one.strip() for one in terms):
            self.problems.append("form: terms: is not a list of texts")
        if self.problems:
            return None
        return RegistrationForm(
            choices=tuple(choices),
            sections=tuple(sections),
            papers=tuple(papers),
            terms=tuple(" ".join(one.split()) for one in terms),
            limited_admission_ends_with_case=bool(self.form.get("limited_admission_ends_with_case", False)),
            version=self.digest.hexdigest()[:16],
        )

    def _kept(self, name: str) -> list[Row]:
        return [row for row in self.rows[name].values() if not row.get("withdrawn")]

    def _question(self, row: Row) -> Question:
        kind = self._word(row, "kind", QuestionKind, QuestionKind.TEXT)
        choices = row.get("choices", {})
        if not isinstance(choices, dict) or bool(choices) != (kind is QuestionKind.CHOICE):
            self._problem(row, "choices", "belongs to a question of the kind choice, as a table of words by code")
            choices = {}
        if row.get("fills", "") not in {"", *FILLS}:
            self._problem(row, "fills", f"is “{row['fills']}”; it is one of {', '.join(sorted(FILLS))}")
        return Question(
            code=row["code"],
            kind=kind,
            label=self._text(row, "label"),
            help=self._text(row, "help", required=False),
            is_required=bool(row.get("required", True)),
            choices=tuple((str(key), str(words)) for key, words in choices.items()),
            longest=int(row.get("longest", 2000 if kind in (QuestionKind.LONG_TEXT, QuestionKind.CASES) else 200)),
            fills=row.get("fills", ""),
        )

    def _choice(self, row: Row, sections: set[str], papers: set[str]) -> Choice:
        for name, known in (("sections", sections), ("documents", papers)):
            for unknown in [one for one in row.get(name, ()) if one not in known]:
                self._problem(row, name, f"names “{unknown}”; there are {', '.join(sorted(known))}")
        cents = row.get("fee_cents", 0)
        if type(cents) is not int or cents < 0:
            self._problem(row, "fee_cents", "is not a whole number of cents")
            cents = 0
        return Choice(
            code=row["code"],
            name=self._text(row, "name"),
            about=self._text(row, "about", required=False),
            applicants=self._word(row, "for", Applicants, Applicants.ATTORNEY),
            filer_kind=self._word(row, "filer_kind", FilerKind, FilerKind.ATTORNEY),
            is_limited_to_cases=bool(row.get("limited_to_cases", False)),
            sections=tuple(row.get("sections", ())),
            papers=tuple(row.get("documents", ())),
            fee=self._text(row, "fee", required=False) or "Fee",
            fee_cents=cents,
        )

    def _text(self, row: Row, name: str, *, required: bool = True) -> str:
        value = row.get(name, "")
        if not isinstance(value, str) or (required and not value.strip()):
            self._problem(row, name, "is missing, or not a text")
            return ""
        return " ".join(value.split())

    def _word(self, row: Row, name: str, words: Any, default: Any) -> Any:
        value = row.get(name, default)
        if value not in [word.value for word in words]:
            self._problem(row, name, f"is “{value}”; it is one of {', '.join(word.value for word in words)}")
            return default
        return words(value)

    def _problem(self, row: Row, name: str, what: str) -> None:
        self.problems.append(f"{row['file']}: {row['code']}: {name}: {what}")
