"""The forms of the steps. They show what a draft holds; whether that is right the rules of the draft say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from opencmecf.court.docket.events.answers import HEARING_FIELDS
from opencmecf.court.docket.events.event import Event, Outcome, Prompt, PromptKind
from opencmecf.court.filing import rules, typed
from opencmecf.court.filing.content import Content
from opencmecf.court.filing.rules import Missing
from opencmecf.court.filing.surroundings import KnownEntry
from opencmecf.foundation.ui.forms import DateField, UiForm

YES_NO = (("yes", "Yes"), ("no", "No"))
FEW_CHOICES = 5
LONG_TEXT = 300
DATE_HINT = "Month, day and year, for example 1/2/2020"
HEARING_LABELS = {
    "type": ("Kind of hearing", "For example: Motion Hearing"),
    "date": ("Date", "For example: 1/2/2020"),
    "time": ("Time", "For example: 9:30 AM"),
    "place": ("Place", "Courtroom, or how to join"),
    "judge": ("Judge", ""),
}
OUTCOME_LABELS = {
    Outcome.GRANTED: "Granted",
    Outcome.DENIED: "Denied",
    Outcome.GRANTED_IN_PART: "Granted in part and denied in part",
    Outcome.DENIED_AS_MOOT: "Denied as moot",
    Outcome.DENIED_WITHOUT_PREJUDICE: "Denied without prejudice",
    Outcome.DEFERRED: "Ruling deferred",
    Outcome.REFERRED: "Referred",
    Outcome.STRICKEN: "Stricken",
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.APPROVED: "Approved",
    Outcome.SUSTAINED: "Sustained",
    Outcome.OVERRULED: "Overruled",
}


class DraftForm(UiForm):
    """A form over values of a draft. It is never refused by itself: `tell` says what the rules find missing."""

    def full_clean(self) -> None:
        """Find nothing wrong."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def tell(self, lacking: Iterable[Missing]) -> DraftForm:
        """Show what is missing, each at its field where there is one; returns the form."""
        for one in lacking:
            at = next((name for name in self.fields if name == one.field or name.startswith(f"{one.field}.")), None)
            self.add_error(at if one.field else None, one.message)
        return self


def draft_form(fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> DraftForm:
    """Return a form of these fields, filled in."""
    made: DraftForm = type("DraftForm", (DraftForm,), dict(fields))(dict(data))
    return made


def prompt_fields(
    prompts: Sequence[tuple[Event, Prompt]], content: Content, *, judge: str = ""
) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """Return the fields of these questions of events, and what stands in them.

    `judge` stands in the fields that ask for one until somebody has typed another.
    """
    answers = {chosen.code: chosen.answers for chosen in content.events}
    several = len({event.code for event, _ in prompts}) > 1
    fields: dict[str, forms.Field] = {}
    data: dict[str, Any] = {}
    for event, prompt in prompts:
        name = rules.field_of(event.code, prompt.name)
        fields |= _fields(name, prompt, f"{event.name}: " if several else "")
        data |= _shown(name, prompt, answers.get(event.code, {}).get(prompt.name), judge)
    return fields, data


def read_answers(event: Event, prompts: Iterable[Prompt], sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers to these questions as a draft keeps them; whatever was typed is kept, right or wrong."""
    return {prompt.name: _answer(rules.field_of(event.code, prompt.name), prompt, sent) for prompt in prompts}


def ruling_fields(
    entries: Iterable[KnownEntry], outcomes: Iterable[Outcome], content: Content
) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """Return a field for each part of each motion, and what stands in it: what becomes of it?"""
    choices = [("", "- Choose -"), *((one.value, OUTCOME_LABELS[one]) for one in outcomes)]
    chosen = {
        ruling_field(reference.entry, ruling.part): ruling.outcome.value
        for reference in content.references
        for ruling in reference.rulings
    }
    fields: dict[str, forms.Field] = {}
    for entry in entries:
        number = f"[{entry.number}] " if entry.number else ""
        for part, relief in enumerate(entry.reliefs):
            fields[ruling_field(entry.id, part)] = forms.ChoiceField(
                label=f"{number}{relief}", choices=choices, required=False
            )
    return fields, {name: chosen.get(name, "") for name in fields}


def ruling_field(entry: int, part: int) -> str:
    """Return what the field of one part of a motion is called."""
    return f"ruling.{entry}.{part}"


def text_form(prefixes: Iterable[str], content: Content, longest: int) -> DraftForm:
    """Return the form of the docket text: the word before it, and the filer's own words."""
    choices = [("", "(none)"), *((one, one) for one in prefixes)]
    prefix = {"prefix": forms.ChoiceField(label="Words before the event", choices=choices, required=False)}
    free_text = forms.CharField(
        label="Your own words",
        required=False,
        help_text=f"They stand after the words of the event. {longest:,} characters fit.",
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    fields: dict[str, forms.Field] = {**(prefix if len(choices) > 1 else {}), "free_text": free_text}
    return draft_form(fields, {"prefix": content.prefix, "free_text": content.free_text})


def _fields(name: str, prompt: Prompt, before: str) -> dict[str, forms.Field]:
    if prompt.kind is PromptKind.HEARING:
        return {f"{name}.{part}": _hearing_field(part, prompt) for part in HEARING_FIELDS}
    words: dict[str, Any] = {
        "label": f"{before}{prompt.label}",
        "help_text": prompt.help,
        "required": prompt.is_required,
    }
    if prompt.kind is PromptKind.YES_NO:
        return {name: forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **words)}
    if prompt.kind is PromptKind.CHOICE and len(prompt.choices) <= FEW_CHOICES:
        return {name: forms.ChoiceField(choices=prompt.choices, widget=forms.RadioSelect, **words)}
    if prompt.kind is PromptKind.CHOICE:
        return {name: forms.ChoiceField(choices=[("", "- Choose -"), *prompt.choices], **words)}
    if prompt.kind is PromptKind.DATE:
        return {name: DateField(**{**words, "help_text": prompt.help or DATE_HINT})}
    long = prompt.longest > LONG_TEXT
    return {name: forms.CharField(widget=forms.Textarea(attrs={"rows": "5"}) if long else forms.TextInput(), **words)}


def _hearing_field(part: str, prompt: Prompt) -> forms.Field:
    label, hint = HEARING_LABELS[part]
    return forms.CharField(label=label, help_text=hint, required=prompt.is_required and part in ("type", "date"))


def _shown(name: str, prompt: Prompt, answer: Any, judge: str) -> dict[str, Any]:
    """Return what stands in the fields of a question."""
    if prompt.kind is PromptKind.HEARING:
        kept = answer if isinstance(answer, dict) else {"judge": judge}
        shown = {**kept, "date": typed.shown_day(kept.get("date", "")), "time": typed.shown_time(kept.get("time", ""))}
        return {f"{name}.{part}": shown.get(part, "") for part in HEARING_FIELDS}
    if prompt.kind is PromptKind.YES_NO:
        return {name: "" if answer is None else "yes" if answer is True else "no"}
    if prompt.kind is PromptKind.DATE:
        return {name: typed.shown_day(str(answer or ""))}
    if prompt.kind is PromptKind.JUDGE and answer is None:
        return {name: judge}
    return {name: str(answer or "")}


def _answer(name: str, prompt: Prompt, sent: Mapping[str, str]) -> Any:
    """Return what was sent for a question."""
    if prompt.kind is PromptKind.HEARING:
        parts = {part: sent.get(f"{name}.{part}", "").strip() for part in HEARING_FIELDS}
        return {**parts, "date": typed.iso_day(parts["date"]), "time": typed.iso_time(parts["time"])}
    text = sent.get(name, "")
    if prompt.kind is PromptKind.YES_NO:
        return {"yes": True, "no": False}.get(text)
    return typed.iso_day(text) if prompt.kind is PromptKind.DATE else text.strip()
