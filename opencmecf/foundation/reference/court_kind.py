"""The kinds of federal court."""

from enum import StrEnum


class CourtKind(StrEnum):
    """What a court hears, and with it which CM/ECF it runs."""

    DISTRICT = "district"
    BANKRUPTCY = "bankruptcy"
    APPELLATE = "appellate"
    SPECIAL = "special"

    @property
    def system(self) -> "CourtKind":
        """Return the kind whose CM/ECF pages the court serves: a special court runs the district system.

        Clients take the kind from the court's id alone and know no special courts.
        """
        return CourtKind.DISTRICT if self is CourtKind.SPECIAL else self
