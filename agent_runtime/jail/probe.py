"""Which backends work here: start one, run one statement, end it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from os import getpid

from agent_runtime.errors import JailError, JailUnavailable
from agent_runtime.jail.backends import BACKENDS, Backend
from agent_runtime.jail.layout import PythonLayout, python_layout
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.process import JailProcess, spawner
from agent_runtime.jail.protocol import Done

ORDER = ("bubblewrap", "landlock", "seatbelt")
_INSTALL = (
    "Install bubblewrap (apt install bubblewrap, dnf install bubblewrap) and allow unprivileged user namespaces, or "
    "use Linux 5.13 or later with Landlock enabled. `--jail none` runs the model's Python unconfined."
)


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether one backend works, and how that is known."""

    name: str
    works: bool
    reason: str
    start_ms: float | None = None


@dataclass(frozen=True)
class Choice:
    """The backend to use and why."""

    backend: Backend
    reason: str
    probes: tuple[Probe, ...]


def probe(layout: PythonLayout | None = None, names: Sequence[str] = ORDER) -> tuple[Probe, ...]:
    """Try these backends for real."""
    found = layout or python_layout()
    return tuple(_probe(name, found) for name in names)


def choose(name: str = "auto", layout: PythonLayout | None = None) -> Choice:
    """The named backend, or with `auto` the first that works; never `none` by itself.

    Raises:
        JailUnavailable: it does not work here, or no backend does.
    """
    if name == "none":
        return Choice(BACKENDS["none"], "asked for: the model's Python is NOT confined", ())
    found = layout or python_layout()
    tried: list[Probe] = []
    for candidate in ORDER if name == "auto" else (name,):
        if candidate not in BACKENDS:
            raise JailUnavailable(f"{candidate!r} is no backend.", remedy=f"Use one of {', '.join(BACKENDS)}.")
        tried.append(_probe(candidate, found))
        if tried[-1].works:
            passed = [f"{item.name}: {item.reason}" for item in tried[:-1]]
            reason = "; ".join([f"{candidate} works here", *passed])
            return Choice(BACKENDS[candidate], reason, tuple(tried))
    failed = "; ".join(f"{item.name}: {item.reason}" for item in tried)
    raise JailUnavailable(f"The jail cannot be built on this machine ({failed}).", remedy=_INSTALL)


@cache
def _probe(name: str, layout: PythonLayout) -> Probe:
    backend = BACKENDS[name]
    reason = backend.missing()
    if reason is not None:
        return Probe(name, False, reason)
    began = time.perf_counter()
    try:
        process = spawner(getpid()).submit(JailProcess, backend, layout, JailLimits()).result()
    except JailError as error:
        return Probe(name, False, str(error))
    try:
        process.wait_ready()
        elapsed = (time.perf_counter() - began) * 1000
        process.send({"op": "step", "step": 1, "name": "<probe>", "code": "6 * 7"})
        done = process.receive(time.monotonic() + 10)
        if not isinstance(done, Done) or done.value != 42:
            return Probe(name, False, f"6 * 7 gave {done!r}")
        return Probe(name, True, "started one, ran one statement", round(elapsed, 1))
    except JailError as error:
        return Probe(name, False, str(error))
    finally:
        process.kill()
