"""The filter, run by a small interpreter of classic BPF for both machines."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_runtime.jail.seccomp import ALLOWED, ARCHITECTURES, REFUSED, program

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
PID = 4242


def judge(machine: str, number: int, *arguments: int, word: int | None = None) -> int:
    """What the kernel would do with a call."""
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("=IIQ6Q", number, word or ARCHITECTURES[machine][0], 0, *(a & (2**64 - 1) for a in padded))
    code = list(struct.iter_unpack("=HBBI", program(PID, machine)))
    accumulator = at = 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x35:
                at += if_true if accumulator >= value else if_false
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(operation)


def number(machine: str, name: str) -> int:
    found = {**ALLOWED, **REFUSED}[name][ARCHITECTURES[machine][1]]
    assert found is not None
    return found


MACHINES = pytest.mark.parametrize("machine", list(ARCHITECTURES))


@MACHINES
def test_another_architecture_is_killed(machine: str) -> None:
    assert judge(machine, number(machine, "read"), word=0x40000003) == KILL


@pytest.mark.parametrize("call", [0, 1, 39, 59, 520])
def test_x32_is_killed(call: int) -> None:
    assert judge("x86_64", 0x40000000 | call) == KILL


@MACHINES
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused_calls(machine: str, name: str) -> None:
    column = ARCHITECTURES[machine][1]
    call = REFUSED[name][column]
    if call is not None:
        assert judge(machine, call) == ERRNO | errno.EPERM


@MACHINES
def test_tables_are_disjoint_and_numbers_unique(machine: str) -> None:
    column = ARCHITECTURES[machine][1]
    found = [pair[column] for pair in (*ALLOWED.values(), *REFUSED.values()) if pair[column] is not None]
    assert len(found) == len(set(found))
    assert not ALLOWED.keys() & REFUSED.keys()


@MACHINES
@given(call=st.integers(0, 0x3FFFFFFF))
def test_what_is_not_listed_does_not_exist(machine: str, call: int) -> None:
    column = ARCHITECTURES[machine][1]
    listed = {pair[column] for pair in (*ALLOWED.values(), *REFUSED.values())}
    if call not in listed:
        assert judge(machine, call) == ERRNO | errno.ENOSYS


@MACHINES
@pytest.mark.parametrize(
    ("name", "arguments", "verdict"),
    [
        ("kill", (PID, 9), ALLOW),
        ("kill", (1, 9), ERRNO | errno.EPERM),
        ("kill", (-1, 9), ERRNO | errno.EPERM),
        ("kill", (0, 9), ERRNO | errno.EPERM),
        ("kill", ((7 << 32) | PID, 9), ALLOW),
        ("tgkill", (PID + 1, 1, 9), ERRNO | errno.EPERM),
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (17,), ERRNO | errno.EPERM),
        ("clone", (0x3D0F00 | 0x10000000,), ERRNO | errno.EPERM),
        ("clone", (0x3D0F00 | 0x00020000,), ERRNO | errno.EPERM),
        ("socketpair", (1, 1 | 0x80000, 0), ALLOW),
        ("socketpair", (1, 2, 0), ERRNO | errno.EPERM),
        ("socketpair", (16, 1, 0), ERRNO | errno.EPERM),
        ("prctl", (1, 0), ERRNO | errno.EPERM),
        ("prctl", (15, 0), ALLOW),
        ("fcntl", (0, 8, 1), ERRNO | errno.EPERM),
        ("fcntl", (0, 3), ALLOW),
        ("ioctl", (0, 0x5412), ERRNO | errno.ENOTTY),
        ("openat", (0, 0, 0), ALLOW),
        ("openat", (0, 0, 0o2000000), ALLOW),
        ("openat", (0, 0, 1), ERRNO | errno.EACCES),
        ("openat", (0, 0, 0o100), ERRNO | errno.EACCES),
        ("sendto", (0, 0, 0, 0, 0, 0), ALLOW),
        ("sendto", (0, 0, 0, 0, 1, 0), ERRNO | errno.EPERM),
        ("prlimit64", (0, 7), ALLOW),
        ("prlimit64", (1, 7), ERRNO | errno.EPERM),
    ],
)
def test_arguments(machine: str, name: str, arguments: tuple[int, ...], verdict: int) -> None:
    assert judge(machine, number(machine, name), *arguments) == verdict
