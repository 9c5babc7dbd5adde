"""Started by `landlock`: starts a command that is restricted by a plan, and ends what it leaves. Standard library only.

Usage: python -I -S -B landlock_child.py FD PROGRAM [ARGUMENT...]. The plan is JSON, read from FD.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_MAKE_CHAR, _MAKE_BLOCK, _TRUNCATE, _IOCTL_DEV = 1 << 6, 1 << 11, 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("access", ctypes.c_uint64), ("parent", ctypes.c_int32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _call(number: int, *arguments: object) -> int:
    return int(_libc.syscall(ctypes.c_long(number), *arguments))


def _restrict(plan: dict[str, Any]) -> None:
    abi = _check(_call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1)), "landlock")
    every = (1 << (16 if abi >= 5 else 15)) - 1
    attributes = _Ruleset(every, 3 if abi >= 4 and not plan["network"] else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _check(
        _call(_CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0)), "rules"
    )
    look = _EXECUTE | _READ_FILE | _READ_DIR
    for path in plan["read"]:
        _grant(ruleset, path, look)
    for path in plan["list"]:
        _grant(ruleset, path, _READ_DIR)
    for path in plan["write"]:
        _grant(ruleset, path, every & ~(_MAKE_CHAR | _MAKE_BLOCK | _IOCTL_DEV))
    for path in plan["devices"]:
        _grant(ruleset, path, _READ_FILE | _WRITE_FILE)
    for path in plan["proc"]:
        _grant(ruleset, path, _READ_FILE)
    _grant(ruleset, f"/proc/{os.getpid()}", _READ_FILE | _READ_DIR)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _check(_call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "restrict")
    os.close(ruleset)


def _grant(ruleset: int, path: str, access: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(f"/proc/self/fd/{parent}"):  # noqa: PTH112
            access &= _FILE_RIGHTS
        rule = _Beneath(access, parent)
        _check(_call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), ctypes.byref(rule), ctypes.c_uint32(0)), path)
    finally:
        os.close(parent)


def _become(plan: dict[str, Any], argv: list[str]) -> None:
    """Restrict, then exec; on any failure say so and do not run the command."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "death signal")
    os.setsid()
    os.chdir(plan["cwd"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (plan["data"], plan["data"]))
    _restrict(plan)
    code = bytes.fromhex(plan["filter"])
    program = _Program(len(code) // 8, code)
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0), "seccomp")
    try:
        os.execvp(argv[0], argv)  # noqa: S606
    except OSError as error:
        print(f"{argv[0]}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(127)


def _kill_all() -> None:
    """End every descendant, also those that left the session: orphans come to us."""
    while True:
        children = []
        for task in os.listdir("/proc/self/task"):  # noqa: PTH208
            with open(f"/proc/self/task/{task}/children") as stream:  # noqa: PTH123
                children += [int(child) for child in stream.read().split()]
        for child in children:
            os.kill(child, 9)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _stop(*_: object) -> None:
    _kill_all()
    os._exit(137)


def main() -> None:
    """Start the command below this process, which stays to end all that is left of it."""
    with os.fdopen(int(sys.argv[1]), "rb") as stream:
        plan = json.load(stream)
    _check(_libc.prctl(_PR_SET_SUBREAPER, 1, 0, 0, 0), "subreaper")
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0), "death signal")
    signal.signal(signal.SIGTERM, _stop)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            _become(plan, sys.argv[2:])
        except OSError as error:
            print(f"landlock: {error}", file=sys.stderr, flush=True)
        os._exit(126)
    os.close(1)
    os.close(2)
    while True:
        ended, status = os.waitpid(-1, 0)
        if ended == child:
            break
    _kill_all()
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
