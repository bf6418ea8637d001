"""What the boxes of a form that was sent too late are called on its page."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from opencmecf.foundation.ui.forms import UiForm


def labels_at(path: str, *, urlconf: str) -> dict[str, str]:
    """The labels of the boxes that may be sent to `path`, by their names; nothing for an address that is not there."""
    try:
        return _labels(resolve(urlsplit(path).path, urlconf).func)
    except Resolver404:
        return {}


def _labels(view: Callable[..., Any]) -> dict[str, str]:
    """The labels in the forms that the view's module works with; none for a name that two of them call differently."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in vars(sys.modules[view.__module__]).values():
        if isinstance(form, type) and issubclass(form, UiForm):
            for name, field in form.base_fields.items():
                found[name].add(str(field.label or ""))
    return {name: label for name, (label, *others) in found.items() if not others}
