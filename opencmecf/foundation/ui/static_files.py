"""Where browsers find static files. The address of a file stays as it is while a process runs, so it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class _KeptAddresses(StaticFilesStorage):
    """Knows each address once it was asked for; every page names several, and they are composed from settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[str | None, str] = {}

    def url(self, name: str | None) -> str:
        """The address of the file `name`."""
        if name not in self._kept:
            self._kept[name] = super().url(name)
        return self._kept[name]


class FoundStaticFiles(_KeptAddresses):
    """Files where they lie in the source, for development and the demonstration."""


class CollectedStaticFiles(_KeptAddresses, CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files as `collectstatic` has put them, compressed and with hashes in their names."""
