"""Case numbers as courts print them, and their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INITIALS = r"N/A|P1|[A-Za-z_]{1,5}"
_DISTRICT = re.compile(
    r"(?<!\d)(?:(?P<office>\d{1,2}):)?(?P<year>\d{2})-(?P<case_type>[A-Za-z]{1,5}|~gr)-(?P<serial>\d{1,10})"
    rf"(?:-(?P<assigned>{_INITIALS}))?(?:-(?P<referred>{_INITIALS}))?(?:-(?P<third>{_INITIALS}))?"
    r"(?:-(?P<defendant>\d{1,3}))?(?!\w)"
)
_BANKRUPTCY = re.compile(  # judges may be followed by the chapter: "20-30508-abc7", "20-90001-E-7"
    r"(?<!\d)(?P<year>\d{2})-(?P<serial>\d{3,7})(?!\d)(?:-(?P<office>\d)(?!\w))?"
    rf"(?:-(?P<assigned>{_INITIALS})\d{{0,2}}(?!\w))?"
)
_PANEL = re.compile(r"MDL No\.\s+(?P<serial>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNumber:
    """The parts of a case number; what a form lacks is empty. `year` has two digits, `serial` its leading zeros."""

    serial: str
    year: str = ""
    office: str = ""
    case_type: str = ""
    assigned: str = ""
    referred: str = ""
    third: str = ""
    defendant: str = ""

    @property
    def core(self) -> str:
        """Return the number by which the case stays known: "1:20-cv-20001", without judges and defendant."""
        if not self.year:
            return f"MDL No. {self.serial}"
        parts = [self.year, self.case_type, self.serial]
        if self.office and not self.case_type:
            return f"{self.year}-{self.serial}-{self.office}"
        return (f"{self.office}:" if self.office else "") + "-".join(part for part in parts if part)


def case_number_parts(printed: str) -> CaseNumber | None:
    """Return the parts of a district, bankruptcy, appellate or panel number ("MDL No. 1234"); None for no number."""
    for form in (_DISTRICT, _BANKRUPTCY, _PANEL):
        match = form.search(printed)
        if match:
            return CaseNumber(**{name: part or "" for name, part in match.groupdict().items()})
    return None


def find_case_number(line: str) -> tuple[str, str] | None:
    """Return label and number of a line: ("CIVIL DOCKET FOR CASE #", "1:20-cv-20001-RMA"); None without a number."""
    label, sign, rest = line.rpartition("#:")
    if sign and case_number_parts(rest):
        return f"{label}#".strip(), rest.strip()
    for form in (_DISTRICT, _BANKRUPTCY, _PANEL):
        match = form.search(line)
        if match:
            return line[: match.start()].rstrip(": ").strip(), line[match.start() :].strip()
    return None
