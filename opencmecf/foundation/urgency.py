"""How urgent a computation is to the machine, as Linux has it.

Whatever gives way is computed when nothing else wants the processor, or a tenth of the time when something always does.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

LESS_URGENT = 10  # as `nice` has it: a tenth of the computing while there is other work, all of it otherwise
GROUP = Path("/proc/self/autogroup")  # see sched(7); the file is not there when the kernel makes no such groups
TIMES, SECONDS_BETWEEN = 50, 0.1  # the kernel takes ten such wishes a second, from all processes


def let_thread_give_way() -> None:
    """Let this thread give way to the other threads of its session, and those that it begins as well."""
    me = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, me, max(LESS_URGENT, os.getpriority(os.PRIO_PROCESS, me)))


def let_process_give_way(place: int) -> None:
    """Let this process give way to all others, on one core: another one for each `place`, from the last core on.

    It leads a session of its own afterwards. To be called before it begins threads.
    """
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1 - place % len(cores)]})
    if _is_a_group_that_gives_way():
        # Within its group this takes nothing from it. To others who wake up its core is as good as an idle one.
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    let_thread_give_way()


def _is_a_group_that_gives_way() -> bool:
    """Make this process a group for itself, and a less urgent one; False where the kernel makes no groups.

    Niceness counts within a group only. The kernel makes a group of every session, and lets groups take turns. Each
    process of PostgreSQL leads a session, and would otherwise wait for a hash that shares the group of the web server.
    """
    if os.getsid(0) != os.getpid():
        os.setsid()
    for _ in range(TIMES):
        try:
            GROUP.write_text(str(LESS_URGENT))
        except BlockingIOError:
            time.sleep(SECONDS_BETWEEN)
        except OSError:
            return False  # or a container that may not write there
        else:
            return True
    return False
