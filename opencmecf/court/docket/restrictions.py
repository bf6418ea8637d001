"""Who may see what of one docket, as plain values that travel with its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from opencmecf.foundation.access import Restriction


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """The restrictions of a case. Entries and texts are named by their place on the sheet, documents by their id."""

    case: Restriction = Restriction.PUBLIC
    entries: Mapping[int, Restriction] = field(default_factory=dict)
    texts: Mapping[int, Restriction] = field(default_factory=dict)
    documents: Mapping[str, Restriction] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return them as JSON holds them."""
        return {
            "case": self.case.value,
            "entries": {str(order): level.value for order, level in self.entries.items()},
            "texts": {str(order): level.value for order, level in self.texts.items()},
            "documents": {document_id: level.value for document_id, level in self.documents.items()},
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Restrictions:
        """Return what `to_data` wrote. Raises ValueError, TypeError or AttributeError for anything else."""
        unknown = data.keys() - {"case", "entries", "texts", "documents"}
        if unknown:
            raise ValueError(", ".join(sorted(unknown)))
        return cls(
            case=Restriction(data.get("case", Restriction.PUBLIC)),
            entries={int(order): Restriction(level) for order, level in data.get("entries", {}).items()},
            texts={int(order): Restriction(level) for order, level in data.get("texts", {}).items()},
            documents={str(name): Restriction(level) for name, level in data.get("documents", {}).items()},
        )
