"""What the header of a document says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from opencmecf.court.profile.kinds import HeaderStyle

_VALUE = re.compile(r"{(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of one document in one docket, such as "Case 1:20-cv-20001-RMA   Document 52-3   Filed 08/28/17".

    `document` is its number with that of the attachment ("52-3"); `id` is its classic id. Empty values are left out.
    """

    style: HeaderStyle
    court: str
    case: str
    document: str
    id: str
    filed: dt.date | None
    entered: dt.date | None

    def lines(self, pages: int) -> list[str]:
        """Return what each of so many pages says."""
        values = {
            "court": self.court.upper(),
            "case": self.case,
            "document": self.document,
            "id": self.id,
            "filed": self.filed,
            "entered": self.entered or self.filed,
        }
        settled, varying = [], []
        for part in self.style.parts:
            named = _VALUE.findall(part)
            if "page" in named:
                varying.append(part)
            elif all(values[name] for name in named):
                settled.append(part.format(**values))
        start = "".join(f"{part}{self.style.between}" for part in settled)
        page_part = self.style.between.join(varying)
        return [start + page_part.format(page=page, pages=pages) for page in range(1, pages + 1)]

    @property
    def key(self) -> str:
        """A text that differs where headers do."""
        return self.lines(1)[0]
