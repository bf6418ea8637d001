"""The forms of the pages behind the menu bar."""

from opencmecf.foundation.ui.forms import DateField, UiForm


class GoLiveForm(UiForm):
    """The day on which the court becomes NextGen."""

    on = DateField(label="Go-live date")
