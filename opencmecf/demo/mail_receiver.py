"""The demonstration's mail server: takes every mail by SMTP and keeps it in a Maildir."""

from __future__ import annotations

import argparse
import mailbox
import threading
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class KeepAll:
    """Keeps whatever comes, with its recipients in `X-Envelope-To`."""

    def __init__(self, folder: Path) -> None:
        self.box = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """One mail."""
        message = mailbox.MaildirMessage(envelope.content)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.box.add(message)
        return "250 OK"


def main() -> None:
    """Receive until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.folder.parent.mkdir(parents=True, exist_ok=True)
    Controller(KeepAll(arguments.folder), hostname="127.0.0.1", port=arguments.port).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
