"""The base of every form: what USWDS calls its widgets, and messages that say what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import pretty_name

from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.money import dollars

# The first class that fits a widget wins.
_CSS_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "file-input"),
    (forms.widgets.Input, "usa-input"),
)
_THOUSANDS = re.compile(r",(?=[0-9]{3}(?![0-9]))")  # the comma of 1,405.00, and not that of 1,40
_DATE_FORMATS = ("%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d")
_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
_WHOLE_ADDRESS = "Type a whole e-mail address, such as name@example.com."


class UiForm(forms.Form):
    """A form in the looks of the house.

    Fields keep their own widgets, help texts, `autocomplete` hints and messages; the form adds the CSS classes and
    says "Fill in “Username”." where a field has no message of its own for being left empty, and shows what a whole
    e-mail address is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Put the fields into the looks of the house; a form that makes fields of its own calls it once more."""
        for name, field in self.fields.items():
            _dress(field.widget)
            if field.error_messages.get("required") == _DJANGO_REQUIRED:
                field.error_messages["required"] = _required_message(field, str(field.label or pretty_name(name)))
            if isinstance(field, forms.EmailField):
                field.error_messages.setdefault("invalid", _WHOLE_ADDRESS)

    def refuse(self, refused: Refused, *, beside: str | None = None) -> None:
        """Say why the act of this form was refused and what to do about it, above the form or beside one field.

        `NotAllowed` is raised on: no other answer in the form would help, and it has a page of its own.
        """
        if isinstance(refused, NotAllowed):
            raise refused
        self.add_error(beside, refused.in_full)

    def carry_out(self, act: Callable[[], object], *, beside: str | None = None) -> bool:
        """Do `act`; return whether it was done. If it was refused, the form says why and keeps what was typed."""
        try:
            act()
        except Refused as refused:
            self.refuse(refused, beside=beside)
            return False
        return True


class DateField(forms.DateField):
    """A date that is typed as the courts write it, 1/2/2020; ISO dates are understood as well."""

    widget = forms.DateInput(format="%m/%d/%Y", attrs={"inputmode": "numeric", "autocomplete": "off", "size": "10"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Month, day and year, for example 1/2/2020")
        kwargs.setdefault("input_formats", _DATE_FORMATS)
        kwargs["error_messages"] = {
            "invalid": "Type the date as month, day and year, for example 1/2/2020.",
            **(kwargs.get("error_messages") or {}),
        }
        super().__init__(**kwargs)


class DollarsField(forms.DecimalField):
    """An amount of money, typed as dollars and cents, with or without the sign: $1,405.00. It is cleaned to cents."""

    def __init__(self, *, least_cents: int = 1, most_cents: int, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "10"})
        )
        kwargs["error_messages"] = {
            "invalid": "Type the amount as dollars and cents, for example 199.00.",
            "max_decimal_places": "Type the amount as dollars and cents, for example 199.00.",
            "min_value": f"The least is {dollars(least_cents)}.",
            "max_value": f"The most is {dollars(most_cents)}.",
            **(kwargs.get("error_messages") or {}),
        }
        least, most = (Decimal(cents) / 100 for cents in (least_cents, most_cents))
        super().__init__(min_value=least, max_value=most, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, without the dollar sign and the commas of thousands."""
        return super().to_python(
            _THOUSANDS.sub("", value.strip().removeprefix("$")) if isinstance(value, str) else value
        )

    def clean(self, value: Any) -> Any:
        """The amount in cents, None for nothing."""
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)


def login_field(label: str, *, autocomplete: str = "username", help_text: str = "") -> forms.CharField:
    """The box for a user name or login: never corrected or spell-checked by the browser."""
    attributes = {"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"}
    return forms.CharField(label=label, max_length=150, help_text=help_text, widget=forms.TextInput(attrs=attributes))


def password_field(label: str, *, autocomplete: str = "current-password", help_text: str = "") -> forms.CharField:
    """The box for a password: taken as typed, spaces included, and never sent back in a page."""
    return forms.CharField(
        label=label,
        max_length=1000,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _dress(widget: forms.Widget) -> None:
    """Add the CSS class of the widget's kind to those it has."""
    if widget.is_hidden:
        return
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "5"  # Django's own number is more than most remarks need
    css_class = next((css for kind, css in _CSS_CLASSES if isinstance(widget, kind)), "")
    own = str(widget.attrs.get("class", "")).split()
    if css_class and css_class not in own:
        widget.attrs["class"] = " ".join([css_class, *own])


def _required_message(field: forms.Field, label: str) -> str:
    """What to do about an empty required field, in the terms of its kind."""
    label = label.rstrip(".")
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick the box “{label}”."
    if isinstance(field.widget, forms.FileInput):
        return f"Choose a file for “{label}”."
    if isinstance(field, forms.ChoiceField):
        return f"Choose an answer for “{label}”."
    return f"Fill in “{label}”."
