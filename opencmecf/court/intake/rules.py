"""What a fact about a file means for a filing, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencmecf.court.intake.models import MEGABYTE, Severity, Upload, UploadPolicy, Verdict
from opencmecf.foundation.errors import Refused

DISK_FULL = Refused(
    "The file could not be kept. Nothing was filed, and nothing is lost.",
    "Try again in a few minutes. If it happens again, call the help desk.",
)
BROKEN_OFF = Refused("The upload broke off before the file was complete.", "Choose the file again.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. `{file}` in its words is the name of the file, `{detail}` what the check has added."""

    severity: Severity
    message: str
    remedy: str
    may_be_relaxed: bool = False  # by a court's policy
    offer: str = ""  # what the court can do about it, with the filer's consent


_REFUSE, _WARN = Severity.REFUSE, Severity.WARN
PRINT = "Print it to a new PDF and upload that."

KINDS: dict[str, Kind] = {
    "empty": Kind(_REFUSE, "{file} is empty.", "Save the document again and upload it."),
    "not-a-pdf": Kind(_REFUSE, "{file} is not a PDF.", "Save or export the document as PDF and upload that."),
    "two-kinds": Kind(
        _REFUSE, "{file} is a PDF and something else at the same time.", "Print the document to a new PDF."
    ),
    "unreadable": Kind(_REFUSE, "{file} is so damaged that it cannot be read.", "Make the PDF again and upload that."),
    "damaged": Kind(
        _REFUSE,
        "{file} is damaged. {detail}",
        "Let the court's system repair it and look at the result, or make the PDF again.",
        offer="repair",
    ),
    "slightly-damaged": Kind(
        _WARN, "{file} has a small fault that does no harm.", "Nothing needs to be done.", may_be_relaxed=True
    ),
    "encrypted": Kind(
        _REFUSE,
        "{file} is protected against reading, copying or printing.",
        "Remove the security settings and upload it again.",
    ),
    "password": Kind(_REFUSE, "{file} is protected by a password.", "Remove the password and upload it again."),
    "javascript": Kind(_REFUSE, "{file} contains a script (JavaScript). {detail}", PRINT, offer="flatten"),
    "external-action": Kind(
        _REFUSE,
        "{file} contains an action that reaches outside the document, such as starting a program. {detail}",
        f"Remove the action. {PRINT}",
    ),
    "other-file-link": Kind(
        _REFUSE,
        "{file} links to another file on the reader's computer.",
        "Remove the link, or replace it with a web address, and upload the PDF again.",
        may_be_relaxed=True,
    ),
    "attachment": Kind(
        _REFUSE,
        "{file} has other files attached inside it. {detail}",
        "Upload those as attachments of the filing, each as a PDF of its own, and remove them from this one.",
    ),
    "media": Kind(
        _REFUSE,
        "{file} contains sound, video or a 3D model.",
        "Remove it. Ask the clerk's office how to file a recording.",
    ),
    "form": Kind(
        _REFUSE,
        "{file} is a form that can still be filled in.",
        f"Fillable PDF forms must be flattened before filing. {PRINT}",
        may_be_relaxed=True,
        offer="flatten",
    ),
    "empty-form": Kind(
        _WARN,
        "{file} holds the remains of a form. Nothing in it can be filled in.",
        "Nothing needs to be done.",
        may_be_relaxed=True,
    ),
    "bomb": Kind(
        _REFUSE, "{file} unpacks to far more than a document needs.", "Print the document to a new PDF and upload that."
    ),
    "too-complex": Kind(
        _REFUSE, "{file} is too complex to be checked.", "Print the document to a new PDF, or split it into parts."
    ),
    "too-large": Kind(_REFUSE, "{file} is larger than {limit}, the most that this court takes in one file.", ""),
    "too-many-pages": Kind(
        _REFUSE, "{file} has more than {most_pages} pages.", "Split the document and upload the parts."
    ),
    "no-pages": Kind(_REFUSE, "{file} has no pages.", "Make the PDF again and upload that."),
    "unread": Kind(
        _WARN,
        "{file} could not be searched for Social Security numbers and other personal data to its end.",
        "Look through it yourself before you file it.",
        may_be_relaxed=True,
    ),
    "no-text": Kind(
        _WARN,
        "{file} has pages whose text cannot be searched or read aloud.",
        "Use the text recognition (OCR) of your scanner or PDF program, if you can.",
        may_be_relaxed=True,
    ),
    "odd-size": Kind(
        _WARN,
        "{file} has a page of an unusual size.",
        "Letter size is expected. Check that nothing is cut off in print.",
        may_be_relaxed=True,
    ),
    "signature": Kind(
        _WARN,
        "{file} has a digital signature. It is shown, but it is not verified and ends where the court stamps the page.",
        "Nothing needs to be done.",
        may_be_relaxed=True,
    ),
    "ssn": Kind(
        _WARN,
        "{file} seems to show a Social Security or taxpayer number: {detail}.",
        "Only the last four digits may be public. Redact it, or seal the document if the rules allow.",
    ),
    "birth-date": Kind(
        _WARN, "{file} seems to show a date of birth: {detail}.", "Only the year may be public. Redact it."
    ),
    "account-number": Kind(
        _WARN,
        "{file} seems to show a full account number: {detail}.",
        "Only the last four digits may be public. Redact it.",
    ),
    "covered-text": Kind(
        _WARN,
        "{file} has a black box with readable text under it.",
        "Whoever copies the page can read it. Remove the text with a redaction tool and upload the PDF again.",
    ),
}
NOT_SHOWN = frozenset({"widget"})  # facts that only lead to others
COUNTED = frozenset({"ssn", "birth-date", "account-number"})  # each place is one that somebody has to redact
RELAXABLE = frozenset(code for code, kind in KINDS.items() if kind.may_be_relaxed)


def judge(
    facts: Sequence[Mapping[str, Any]], *, file_name: str, policy: UploadPolicy
) -> tuple[Verdict, list[dict[str, Any]]]:
    """Return the verdict over a file, and what is to be told about it, the gravest first.

    One finding is told for each code, at the first page that has it.
    """
    findings: dict[str, dict[str, Any]] = {}
    more: Counter[str] = Counter()
    for fact in facts:
        code = _code_of(fact)
        if code in NOT_SHOWN:
            continue
        found = finding(code, file_name=file_name, policy=policy, page=fact.get("page"), detail=fact.get("detail", ""))
        known = findings.setdefault(code, found)
        more[code] += known is not found
        if known["page"] is None:
            known["page"] = found["page"]
    for code in COUNTED & more.keys():
        if more[code]:
            findings[code]["message"] += f" There are {more[code]} more like it."
    told = [one for one in findings.values() if one["severity"] != Severity.IGNORE]
    told.sort(key=lambda one: one["severity"] != Severity.REFUSE)
    if any(one["severity"] == Severity.REFUSE for one in told):
        return Verdict.REFUSED, told
    return (Verdict.WARNED if told else Verdict.ACCEPTED), told


def finding(
    code: str, *, file_name: str, policy: UploadPolicy, page: int | None = None, detail: str = ""
) -> dict[str, Any]:
    """Return one finding as it is stored and shown."""
    kind = KINDS[code]
    words = {
        "file": file_name,
        "detail": detail,
        "limit": megabytes(policy.most_bytes),
        "most_pages": f"{policy.most_pages:,}",
    }
    message = kind.message.format(**words).strip()
    if code == "not-a-pdf" and detail:
        message = f"{file_name} is {detail}, not a PDF."
    return {
        "code": code,
        "severity": severity_of(code, policy).value,
        "message": message,
        "page": page,
        "remedy": kind.remedy or _size_remedy(policy),
        "offer": kind.offer,
    }


def too_large(policy: UploadPolicy, file_name: str) -> Refused:
    """Return the refusal of a file over the court's limit."""
    told = finding("too-large", file_name=file_name, policy=policy)
    return Refused(told["message"], told["remedy"])


def check_filing(uploads: Sequence[Upload], *, policy: UploadPolicy) -> None:
    """Raise `Refused` unless the files of one filing may be filed together."""
    for upload in uploads:
        if not upload.may_be_filed:
            told = next((one for one in upload.findings if one["severity"] == Severity.REFUSE), None)
            raise Refused(
                told["message"] if told else f"{upload.file_name} was not accepted.", told["remedy"] if told else ""
            )
    length = sum(upload.length for upload in uploads)
    if length > policy.most_bytes_of_a_filing:
        raise Refused(
            f"The files of this filing are {megabytes(length)} together. This court takes "
            f"{megabytes(policy.most_bytes_of_a_filing)} in one filing.",
            "Make the files smaller, or file a part of them as a second filing.",
        )


def check_severities(severities: Mapping[str, str]) -> None:
    """Raise `Refused` unless a court may give these kinds of findings these severities."""
    for code, severity in severities.items():
        if code not in RELAXABLE:
            raise Refused(f"No court may change what “{code}” means.", f"Choose among {', '.join(sorted(RELAXABLE))}.")
        if severity not in Severity.values:
            raise Refused(f"“{severity}” is no severity.", f"Choose among {', '.join(Severity.values)}.")


def severity_of(code: str, policy: UploadPolicy) -> Severity:
    """Return what a finding means at the court of `policy`; what may not be relaxed is as strict as ever."""
    usual = KINDS[code].severity
    return Severity(policy.severities.get(code, usual)) if code in RELAXABLE else usual


def megabytes(length: int) -> str:
    """Return a length in bytes as people say it."""
    return f"{length / MEGABYTE:.1f}".removesuffix(".0") + " MB"


def clean_name(file_name: str) -> str:
    """Return the name of a file as it is kept and shown: without folders and control characters, at most 200 long."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-200:] or "document.pdf"


def _code_of(fact: Mapping[str, Any]) -> str:
    if fact["code"] == "encrypted" and fact.get("detail") == "password":
        return "password"
    return "bomb" if fact["code"] == "too-deep" else str(fact["code"])


def _size_remedy(policy: UploadPolicy) -> str:
    return (
        f"Split it into parts of at most {megabytes(policy.most_bytes)}, or scan it in black and white at 300 dots "
        "per inch, and upload it again."
    )
