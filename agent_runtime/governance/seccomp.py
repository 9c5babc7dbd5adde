"""Builds the system-call filter of sandboxed commands as classic BPF.

It takes away what a build or a test never needs and what kernels were broken with: terminal injection, keyrings, BPF,
user namespaces, mounting, io_uring, rare socket families, and set-id bits, with which a file left in the workspace
would give its owner's rights to others. See seccomp(2) and `linux/filter.h`.
"""

from __future__ import annotations

import errno
import platform
import struct
from dataclasses import dataclass
from functools import lru_cache

_LD_ABS, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_CLONE_NEWUSER = 0x10000000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_SET_ID = 0o6000
_CREATES = 0o100 | 0o20000000  # O_CREAT, and what O_TMPFILE adds to O_DIRECTORY
_MODES = {
    # name: (x86_64, aarch64), then which arguments are the mode and the flags that make it count
    "chmod": (90, None, 1, None),
    "creat": (85, None, 1, None),
    "fchmod": (91, 52, 1, None),
    "fchmodat": (268, 53, 2, None),
    "fchmodat2": (452, 452, 2, None),
    "mknod": (133, None, 1, None),
    "mknodat": (259, 33, 2, None),
    "open": (2, None, 2, 1),
    "openat": (257, 56, 3, 2),
}
_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16
_DENIED = {
    # name: (x86_64, aarch64)
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pivot_root": (155, 41),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setns": (308, 268),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "userfaultfd": (323, 282),
}
_ABSENT = {"clone3": 435, "openat2": 437, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427}
"""Answered with ENOSYS, so that libraries fall back to calls whose arguments a filter can see."""


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    column: int
    clone: int
    unshare: int
    ioctl: int
    socket: int


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 0, 56, 272, 16, 41),
    "aarch64": _Machine(0xC00000B7, 1, 220, 97, 29, 198),
}


@lru_cache(maxsize=4)
def command_filter(*, sockets: frozenset[int] | None = None) -> bytes:
    """The filter's bytes (`struct sock_filter[]`), or `b""` on a machine we have no numbers for.

    `sockets` are the address families that may be opened; `None` means the usual ones (Unix, IPv4, IPv6, netlink).
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return b""
    families = frozenset({_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK}) if sockets is None else sockets
    out = [_op(_LD_ABS, 4), _op(_JEQ, machine.audit, 1, 0), _fail(errno.ENOSYS), _op(_LD_ABS, 0)]
    if machine.column == 0:
        out += [_op(_JGE, 0x40000000, 0, 1), _fail(errno.ENOSYS)]  # the x32 numbers are other names for the same calls
    for number in _ABSENT.values():
        out += [_op(_JEQ, number, 0, 1), _fail(errno.ENOSYS)]
    for numbers in _DENIED.values():
        out += [_op(_JEQ, numbers[machine.column], 0, 1), _fail(errno.EPERM)]
    for x86, arm, mode, flags in _MODES.values():
        if (call := (x86, arm)[machine.column]) is not None:
            out += _when(call, _no_set_id(mode, flags))
    out += _when(machine.ioctl, _one_of(24, (_TIOCSTI, _TIOCLINUX), _fail(errno.EPERM), _op(_RET, _ALLOW)))
    for number in (machine.clone, machine.unshare):
        out += _when(
            number,
            [_op(_LD_ABS, 16), _op(_JSET, _CLONE_NEWUSER, 0, 1), _fail(errno.EPERM), _op(_RET, _ALLOW)],
        )
    refused = _fail(errno.EAFNOSUPPORT if sockets is None else errno.EACCES)
    out += _when(machine.socket, _one_of(16, sorted(families), _op(_RET, _ALLOW), refused))
    out.append(_op(_RET, _ALLOW))
    return b"".join(out)


def _op(code: int, k: int, jt: int = 0, jf: int = 0) -> bytes:
    return struct.pack("=HBBI", code, jt, jf, k)


def _fail(number: int) -> bytes:
    return _op(_RET, _ERRNO | number)


def _when(number: int, body: list[bytes]) -> list[bytes]:
    """Run `body`, which must return on every way, when the call is `number`."""
    return [_op(_JEQ, number, 0, len(body)), *body]


def _no_set_id(mode: int, flags: int | None) -> list[bytes]:
    counts = [] if flags is None else [_op(_LD_ABS, 16 + 8 * flags), _op(_JSET, _CREATES, 1, 0), _op(_RET, _ALLOW)]
    return [
        *counts,
        _op(_LD_ABS, 16 + 8 * mode),
        _op(_JSET, _SET_ID, 0, 1),
        _fail(errno.EPERM),
        _op(_RET, _ALLOW),
    ]


def _one_of(offset: int, values: tuple[int, ...] | list[int], then: bytes, otherwise: bytes) -> list[bytes]:
    """Compare the low half of an argument; the kernel takes these arguments as 32-bit numbers."""
    body = [_op(_LD_ABS, offset)]
    for value in values:
        body += [_op(_JEQ, value, 0, 1), then]
    return [*body, otherwise]
