"""Inside the child: gives up every right before any of the model's code runs. Standard library only."""

from __future__ import annotations

import ctypes
import os
import resource
import stat
import struct
import sys
from typing import Any

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 22, 24
_PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 28, 38, 47
_SECUREBITS_ALL_LOCKED = 0xEF
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPSET = {"x86_64": 126, "aarch64": 91}
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# Rights of files known to each Landlock ABI: 1 has 13 of them, 2 adds refer, 3 truncate, 5 ioctl on devices.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_FILE_RIGHTS = (1 << 16) - 1


class ConfinementError(Exception):
    """A right could not be given up."""


def die_with_parent(parent: int) -> None:
    """Be killed when the host's starting thread ends.

    Raises:
        ConfinementError: the host is gone already.
    """
    if sys.platform == "linux":
        _prctl(_libc(), _PR_SET_PDEATHSIG, 9)
    if parent and os.getppid() != parent:
        raise ConfinementError("the host has gone")


def limit(limits: dict[str, int]) -> None:
    """Set hard and soft limits; the child cannot raise them again."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(number, (value, value))
        except (OSError, ValueError):
            if sys.platform == "linux":
                raise


def confine(program: bytes, readable: list[str], listable: list[str], need_landlock: bool) -> int:
    """Drop capabilities, then Landlock (read and list these paths, nothing else), then seccomp.

    Returns the Landlock ABI, 0 when the kernel has none.

    Raises:
        ConfinementError: the kernel refused a step.
    """
    libc = _libc()
    _drop_capabilities(libc)
    _prctl(libc, _PR_SET_NO_NEW_PRIVS, 1)
    abi = _landlock(libc, readable, listable)
    if abi == 0 and need_landlock:
        raise ConfinementError("this kernel has no Landlock")
    _seccomp(libc, program)
    return abi


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(libc: Any, option: int, *values: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        raise ConfinementError(f"prctl({option}): {os.strerror(ctypes.get_errno())}")


def _drop_capabilities(libc: Any) -> None:
    header = struct.pack("=II", 0x20080522, 0)
    number = _CAPSET[os.uname().machine]
    _prctl(libc, _PR_CAP_AMBIENT, 4)
    if os.geteuid() == 0:
        # Both fail without CAP_SETPCAP, when nothing is left to drop or lock; the first behind the last capability.
        for capability in range(64):
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
        libc.prctl(_PR_SET_SECUREBITS, _SECUREBITS_ALL_LOCKED, 0, 0, 0)
    if libc.syscall(number, header, struct.pack("=6I", 0, 0, 0, 0, 0, 0)) != 0:
        raise ConfinementError(f"capset: {os.strerror(ctypes.get_errno())}")


def _landlock(libc: Any, readable: list[str], listable: list[str]) -> int:
    abi: int = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return 0
    rights = _FILE_RIGHTS.get(abi, _ALL_FILE_RIGHTS)
    attributes = [rights]
    if abi >= 4:
        attributes.append(3)  # bind and connect TCP
    if abi >= 6:
        attributes.append(3)  # abstract sockets and signals
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    ruleset = libc.syscall(_LANDLOCK_CREATE, packed, len(packed), 0)
    if ruleset < 0:
        raise ConfinementError(f"landlock_create_ruleset: {os.strerror(ctypes.get_errno())}")
    for path in readable:
        _allow(libc, ruleset, path, _READ_FILE | _READ_DIR)
    for path in listable:
        _allow(libc, ruleset, path, _READ_DIR)
    if libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) != 0:
        raise ConfinementError(f"landlock_restrict_self: {os.strerror(ctypes.get_errno())}")
    os.close(ruleset)
    return abi


def _allow(libc: Any, ruleset: int, path: str, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no right
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _READ_FILE
        if libc.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, handle), 0) != 0:
            raise ConfinementError(f"landlock_add_rule({path}): {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(handle)


def _seccomp(libc: Any, program: bytes) -> None:
    buffer = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer)))
    if libc.prctl(_PR_SET_SECCOMP, 2, header, 0, 0) != 0:
        raise ConfinementError(f"seccomp: {os.strerror(ctypes.get_errno())}")
