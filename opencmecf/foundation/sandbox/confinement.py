"""What a process gives up before it touches a file: the kernel enforces it, and nothing gives it back."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct

from opencmecf.foundation.sandbox.limits import Limits

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000  # from <linux/sched.h>

# What remains allowed: memory, clocks, and files that are open already. The numbers are those of x86-64 and AArch64.
_ALLOWED = {
    "brk": (12, 214),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "dup": (32, 23),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "ftruncate": (77, 46),
    "futex": (202, 98),
    "getpid": (39, 172),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "lseek": (8, 62),
    "madvise": (28, 233),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "newfstatat": (262, 79),  # the C library's fstat; of a path it tells only that it is there
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "read": (0, 63),
    "readv": (19, 65),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "sigaltstack": (131, 132),
    "sysinfo": (99, 179),
    "write": (1, 64),
    "writev": (20, 66),
}
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above; the name in <linux/audit.h>

# Berkeley packet filter, from <linux/bpf_common.h> and <linux/seccomp.h>
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | 1, 0x7FFF0000  # 1 is EPERM

_library = ctypes.CDLL(None, use_errno=True)


def leave_shared_namespaces() -> bool:
    """Give up the network and the rights of root, where the kernel lets us; say whether it did."""
    status: int = _library.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)
    return status == 0


def can_filter_calls() -> bool:
    """Say whether this machine's kernel can keep a process from paths, sockets and other programs."""
    return platform.machine() in _MACHINES


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _library.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def confine(limits: Limits) -> None:
    """Bind this process to `limits`, and to the files that it has open. Raises `OSError` where the kernel will not."""
    _set_limits(limits)
    if can_filter_calls():
        _filter_calls()


def _set_limits(limits: Limits) -> None:
    values = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.processor_seconds,
        resource.RLIMIT_FSIZE: limits.written,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 16,
    }
    for name, value in values.items():
        resource.setrlimit(name, (value, value))


def _filter_calls() -> None:
    program = _program(platform.machine())
    code = ctypes.create_string_buffer(program)
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    if _library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or _library.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0
    ):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _program(machine: str) -> bytes:
    """Return the filter: another machine's calls kill, ours are looked up, all others answer "not permitted"."""
    column, name = _MACHINES[machine]
    numbers = sorted(number[column] for number in _ALLOWED.values())
    steps = [(_LOAD, 0, 0, _MACHINE_AT), (_IF_EQUAL, 1, 0, name), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
