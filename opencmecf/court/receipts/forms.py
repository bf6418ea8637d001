"""The form of *Verify a Document*."""

from __future__ import annotations

from django import forms

from opencmecf.court.cases.forms import CaseForm, CaseNumberField


class VerifyForm(CaseForm):
    """The case and the document whose stamp is to be checked."""

    case_number = CaseNumberField()
    document_number = forms.RegexField(
        r"^[0-9]{1,9}(-[0-9]{1,6})?$",
        label="Document number",
        strip=True,
        help_text="For example 12, or 12-3 for its third attachment",
        error_messages={"invalid": "Type a number such as 12, or 12-3 for an attachment."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def numbers(self) -> tuple[str, int]:
        """Return the number of the entry, and that of the attachment, 0 for the main document."""
        entry, _, attachment = self.cleaned_data["document_number"].partition("-")
        return entry, int(attachment or 0)
