"""Answers to the questions of an event: checking what was given, and saying it in the words of a docket."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from opencmecf.court.docket.events.event import Event, Prompt, PromptKind
from opencmecf.court.docket.events.sandbox import Value

HEARING_FIELDS = ("type", "date", "time", "place", "judge")
LONGEST_HEARING_FIELD = 200
Answer = str | bool | dict[str, str]  # as JSON keeps it; dates and times in ISO form


@dataclass(frozen=True, slots=True)
class BadAnswer:
    """A question that is not answered as it must be. `message` says what to do."""

    prompt: str
    message: str


def problems(event: Event, answers: Mapping[str, Any]) -> list[BadAnswer]:
    """Return what is wrong with the answers to an event's questions; nothing when all are good."""
    found = (_problem(prompt, answers.get(prompt.name)) for prompt in event.prompts)
    return [problem for problem in found if problem is not None]


def in_words(event: Event, answers: Mapping[str, Any]) -> dict[str, Value]:
    """Return the answers as templates use them; a question without a good answer is "…", or nothing if it may be."""
    return {prompt.name: _in_words(prompt, answers.get(prompt.name)) for prompt in event.prompts}


def day_in_words(day: date) -> str:
    """Return a date as dockets write it: 3/9/2020."""
    return f"{day.month}/{day.day}/{day.year}"


def clean(text: str) -> str:
    """Return typed words as a docket can keep them: without control characters, white space collapsed."""
    kept = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    return " ".join("".join(one for one in kept if unicodedata.category(one) not in ("Co", "Cs", "Cf")).split())


def _problem(prompt: Prompt, answer: Any) -> BadAnswer | None:
    if _is_empty(answer):
        return BadAnswer(prompt.name, _missing(prompt)) if prompt.is_required else None
    message = _CHECKS[prompt.kind](prompt, answer)
    return BadAnswer(prompt.name, message) if message else None


def _is_empty(answer: Any) -> bool:
    if isinstance(answer, dict):
        return not any(str(value).strip() for value in answer.values())
    return answer is None or (isinstance(answer, str) and not answer.strip())


def _missing(prompt: Prompt) -> str:
    chosen = prompt.kind in (PromptKind.CHOICE, PromptKind.YES_NO)
    return f"Choose an answer for “{prompt.label}”." if chosen else f"Fill in “{prompt.label}”."


def _check_text(prompt: Prompt, answer: Any) -> str:
    if not isinstance(answer, str):
        return _missing(prompt)
    too_many = len(answer) - prompt.longest
    return f"“{prompt.label}” is {too_many:,} characters too long; {prompt.longest:,} fit." if too_many > 0 else ""


def _check_choice(prompt: Prompt, answer: Any) -> str:
    return "" if answer in dict(prompt.choices) else _missing(prompt)


def _check_yes_no(prompt: Prompt, answer: Any) -> str:
    return "" if isinstance(answer, bool) else _missing(prompt)


def _check_date(prompt: Prompt, answer: Any) -> str:
    return "" if _day(answer) else f"Type “{prompt.label}” as month, day and year, for example 1/2/2020."


def _check_hearing(prompt: Prompt, answer: Any) -> str:
    if not isinstance(answer, dict) or answer.keys() - set(HEARING_FIELDS):
        return _missing(prompt)
    if not str(answer.get("type", "")).strip():
        return "Say what kind of hearing it is, for example Motion Hearing."
    if any(len(str(value)) > LONGEST_HEARING_FIELD for value in answer.values()):
        return f"Each line of “{prompt.label}” takes {LONGEST_HEARING_FIELD} characters."
    if not _day(answer.get("date")):
        return "Type the date of the hearing as month, day and year, for example 1/2/2020."
    if answer.get("time") and _time(answer["time"]) is None:
        return "Type the time of the hearing, for example 9:30 AM."
    return ""


_CHECKS: dict[PromptKind, Callable[[Prompt, Any], str]] = {
    PromptKind.CHOICE: _check_choice,
    PromptKind.DATE: _check_date,
    PromptKind.HEARING: _check_hearing,
    PromptKind.JUDGE: _check_text,
    PromptKind.TEXT: _check_text,
    PromptKind.YES_NO: _check_yes_no,
}


def _in_words(prompt: Prompt, answer: Any) -> Value:
    if prompt.kind is PromptKind.YES_NO:
        return answer is True
    if _is_empty(answer) or _CHECKS[prompt.kind](prompt, answer):
        return "…" if prompt.is_required else ""
    if prompt.kind is PromptKind.CHOICE:
        return dict(prompt.choices)[answer]
    if prompt.kind is PromptKind.DATE:
        return day_in_words(date.fromisoformat(answer))
    return _hearing_in_words(answer) if prompt.kind is PromptKind.HEARING else clean(str(answer))


def _hearing_in_words(answer: Mapping[str, str]) -> str:
    at = _time(answer.get("time", ""))
    words = f"{clean(answer['type'])} set for {day_in_words(date.fromisoformat(answer['date']))}"
    if at:
        words += f" {(at.hour % 12) or 12:02}:{at.minute:02} {'PM' if at.hour >= 12 else 'AM'}"
    place, judge = clean(answer.get("place", "")), clean(answer.get("judge", ""))
    return words + (f" in {place}" if place else "") + (f" before {judge}" if judge else "")


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(answer)
    except (TypeError, ValueError):
        return None


def _time(answer: Any) -> time | None:
    try:
        return time.fromisoformat(answer)
    except (TypeError, ValueError):
        return None
