"""A full sign-in at a court, against one bare Argon2id hash with the parameters of the product.

In the path: the request to Central Sign-On (authorize), answered with the login page; the form with user name, password
and CSRF token, answered with the page that asks for the second factor; the form with the passcode of an authenticator
app, answered with the code; and the court's callback with its token request, until the session at the court is open.
Four requests and one between servers. The database has fsync on.
Not in the path: the page that one wanted at the court, before and after; a network and a browser.

In the floor: one call of the Argon2id library, nothing around it.

A passcode is good once, and one person has one every thirty seconds. Between two rounds, outside of what is measured,
the note of the last one is taken back, and a new browser is sent away from the court.
"""

from __future__ import annotations

import sys

import town
from arrival import Arrival
from measure import compare


def main() -> int:
    """Measure; returns the exit status."""
    house = town.open_town()
    import argon2

    from opencmecf.foundation.passwords import Argon2
    from opencmecf.testing.people import PASSWORD

    alice = Arrival(house, town.application())
    hasher = argon2.PasswordHasher(
        time_cost=Argon2.time_cost, memory_cost=Argon2.memory_cost, parallelism=Argon2.parallelism
    )
    status = compare(
        "full sign-in",
        floor=lambda: hasher.hash(PASSWORD),
        path=alice.sign_in,
        between=alice.begin,
        must=1.6,
        stretch=1.3,
        rounds=150,
    )
    alice.arrive()
    return status


if __name__ == "__main__":
    sys.exit(main())
