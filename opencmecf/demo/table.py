"""What `cmecf demo` prints when everything runs."""

from __future__ import annotations

from typing import Any


def table(described: dict[str, Any]) -> str:
    """Sites and people for a terminal."""
    lines = ["", "Open CM/ECF is running. Open " + described["base_url"] + "/", "", "Sites"]
    for site in described["sites"]:
        generation = site["generation"] or ""
        lines.append(f"  {site['kind']:<11} http://{site['host'] + '/':<32} {generation}")
    lines += ["", "People (username, password)"]
    for person in described["people"]:
        lines.append(f"  {person['username']:<10} {person['password']:<32} {person['role']}")
        lines.append(f"  {'':<10} {person['notes']}")
        for login in person["court_logins"]:
            if not login["linked"]:
                lines.append(f"  {'':<10} login of {login['court']}: {login['login']}  {login['password']}")
    lines += ["", "Ctrl-C stops everything. Data is kept; RESET=1 begins anew.", ""]
    return "\n".join(lines)
