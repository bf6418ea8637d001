"""What differs between the kinds of court, as data. Nowhere else does code ask what kind a court is."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.foundation.reference import CourtKind


@dataclass(frozen=True)
class FilingMenu:
    """One filing item of the menu bar."""

    slug: str
    label: str


@dataclass(frozen=True)
class KindProfile:
    """How courts of one kind appear."""

    filing_menus: tuple[FilingMenu, ...]
    link_label: str  # what linking is called on the Utilities page
    product: str = "CM/ECF"
    has_transport_room: bool = False  # whether dockets are read at that address


_DISTRICT = KindProfile(
    filing_menus=(FilingMenu("civil", "Civil"), FilingMenu("criminal", "Criminal")),
    link_label="Link a CM/ECF account to my PACER account",
)

KINDS: dict[CourtKind, KindProfile] = {
    CourtKind.DISTRICT: _DISTRICT,
    CourtKind.BANKRUPTCY: KindProfile(
        filing_menus=(FilingMenu("bankruptcy", "Bankruptcy"), FilingMenu("adversary", "Adversary")),
        link_label="Link a CM/ECF account to my PACER account",
    ),
    CourtKind.APPELLATE: KindProfile(
        filing_menus=(FilingMenu("filing", "Filing"),),
        link_label="Link my filer account to my PACER account",
        has_transport_room=True,
    ),
    CourtKind.SPECIAL: _DISTRICT,
}
