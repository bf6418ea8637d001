"""A mail server that is slow, sends mails away for now, or sends them away for good, as their words ask for."""

from __future__ import annotations

import asyncio
import email
from collections import Counter, defaultdict
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

SLOW_SECONDS = 25  # longer than a worker waits


class MoodyMailServer:
    """Listens at `port` while it is entered. `taken` are the Message-IDs of the mails that it has kept, by address."""

    def __init__(self, port: int) -> None:
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.is_slow = False
        self._tries: Counter[str] = Counter()
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """One mail: the first try of one that names a mood meets it."""
        message = email.message_from_bytes(envelope.content, policy=default)
        (address,), number, words = envelope.rcpt_tos, str(message["Message-ID"]), _words(message)
        self._tries[number] += 1
        if f"refused for good: {address}" in words:
            return "554 5.7.1 We do not take this"
        if f"later: {address}" in words and self._tries[number] == 1:
            return "451 4.3.0 Come again later"
        self.taken[address].append(number)
        if f"slowly: {address}" in words and self._tries[number] == 1:
            self.is_slow = True
            await asyncio.sleep(SLOW_SECONDS)
        return "250 OK"


def _words(message: Any) -> str:
    body = message.get_body(("html", "plain"))
    return " ".join(str(body.get_content()).split())
