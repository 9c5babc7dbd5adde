"""`agent-runtime models`: what models there are, which one a task gets, and the servers that run."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_runtime.errors import ConfigError, ModelFileError, UnknownModel
from agent_runtime.interfaces.cli import load_settings, print_json, workspace_of
from agent_runtime.models import catalog, download, local

if TYPE_CHECKING:
    from agent_runtime.models.habits import Probe
    from agent_runtime.models.ollama import Loaded
    from agent_runtime.models.profiles import Profile
    from agent_runtime.models.registry import Registry

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="as JSON")]
Folder = Annotated[Path | None, typer.Option("--cd", "-C", help="workspace")]
Name = Annotated[str, typer.Argument(help="an id, an alias, or a MODEL_ID such as embedded/qwen2.5-coder-1.5b")]


@app.command("list")
def list_(folder: Folder = None, as_json: AsJson = False) -> None:
    """The models of models.toml and of the catalogue."""
    registry = _registry(folder)
    rows = []
    for origin in registry.entries.values():
        profile = origin.profile
        known = catalog.find(profile.model) if origin.place == "catalogue" else None
        rows.append(
            {
                "id": profile.id, "title": profile.title or profile.model or " ".join(profile.command),
                "backend": profile.backend, "complexity": profile.complexity, "declared": origin.place,
                "default": profile.id == registry.default,
                "aliases": [alias for alias, ids in registry.aliases.items() if profile.id in ids],
                **({"licence": known.licence, "mb": known.size_bytes >> 20} if known else {}),
                **({"present": download.is_present(known), "path": str(known.path)} if known else {}),
            }
        )  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        facts = [str(row["title"])]
        if "mb" in row:
            facts += [str(row["licence"]), f"{row['mb']} MB", "here" if row["present"] else "not downloaded"]
        else:
            facts += [f"{row['backend']}, {row['complexity']}"]
        facts += [f"alias {', '.join(row['aliases'])}"] if isinstance(row["aliases"], list) and row["aliases"] else []
        facts += ["default"] if row["default"] else []
        print(f"{row['id']:32} {' · '.join(facts)}")


@app.command()
def describe(name: Name, folder: Folder = None, as_json: AsJson = False) -> None:
    """One model: what was declared, what it will take, and whether it can be used now."""
    registry = _registry(folder)
    documents = [_description(profile, registry, folder) for profile in _named(registry, name)]
    if as_json:
        print_json(documents)
        return
    for document in documents:
        for key, value in document.items():
            if isinstance(value, dict):
                print(f"{key}:")
                for inner, content in value.items():
                    print(f"  {inner}: {content}")
            else:
                print(f"{key}: {value}")


@app.command()
def check(folder: Folder = None, as_json: AsJson = False) -> int:
    """Validate models.toml and look whether each declared model can be used now. Exit 1 when one cannot."""
    from agent_runtime.models.availability import availability

    registry = _registry(folder)
    workspace = workspace_of(folder)
    offline = load_settings(workspace, {}).values.agent_offline
    rows = []
    for profile in registry.declared:
        found = availability(profile, workspace, offline=offline)
        rows.append({"id": profile.id, "usable": found.usable, "reason": found.reason})
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            mark = {True: "ok     ", False: "MISSING", None: "note   "}[row["usable"]]  # type: ignore[index]  # a tristate
            print(f"{mark} {row['id']}: {row['reason']}")
        if not rows:
            print("models.toml declares nothing; the catalogue is there")
    return 1 if any(row["usable"] is False for row in rows) else 0


@app.command()
def route(
    task: Annotated[str, typer.Argument(help="what you would ask")], folder: Folder = None, as_json: AsJson = False
) -> None:
    """Which model `auto` would give a task, and why."""
    from agent_runtime.models.choosing import choose

    chosen = choose(_registry(folder), task)
    if as_json:
        attributes = {key.rpartition(".")[2]: value for key, value in chosen.choice.attributes.items()}
        print_json(
            {
                "models": chosen.members, "escalate": chosen.escalate, "reasons": chosen.choice.reasons, **attributes,
            }
        )  # fmt: skip
        return
    print(chosen.choice.model)
    for reason in chosen.choice.reasons:
        print(f"  {reason}")
    if chosen.escalate:
        print(f"  when steps fail: {', then '.join(chosen.escalate)}")


@app.command()
def probe(name: Name = "embedded/qwen2.5-coder-1.5b", folder: Folder = None, as_json: AsJson = False) -> None:
    """Measure how a model is best asked (some minutes); later runs go by it."""
    from agent_runtime.agent.probing import Prober
    from agent_runtime.agent.session import Session
    from agent_runtime.interfaces.opening import open_model, stderr_console
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.models.probes import write_probe

    workspace = workspace_of(folder)
    profiles = _named(_registry(folder), name)
    if len(profiles) != 1:
        raise ConfigError(f"{name!r} stands for several models.", remedy="Probe them one by one.")
    settings = load_settings(workspace, {"model_id": profiles[0].id}).values
    console = stderr_console()
    renderer = TextRenderer(console)
    model = open_model(settings, workspace, renderer, console)
    with Session(workspace, settings=settings, model=model) as session:
        found = Prober(session, model, renderer.note).run()
    path = write_probe(profiles[0], found)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    for label, value in _probed(found).items():
        print(f"{label}: {value}")
    renderer.note(f"kept in {path}")


@app.command()
def pull(name: Name, folder: Folder = None) -> None:
    """Download and verify a model; a broken download goes on where it was."""
    from agent_runtime.interfaces.opening import DownloadProgress, stderr_console
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.models import ollama, weights
    from agent_runtime.models.endpoint import OLLAMA

    console = stderr_console()
    progress = DownloadProgress(TextRenderer(console), console)
    offline = load_settings(workspace_of(folder), {}).values.agent_offline
    for profile in _named(_registry(folder), name):
        if profile.backend == "ollama":
            ollama.pull(profile.api_base or OLLAMA, profile.model, progress=progress)
            print(f"{profile.model} is with Ollama at {profile.api_base or OLLAMA}")
            continue
        known = weights.catalogued(profile) if profile.backend in weights.BACKENDS else None
        if known is None:
            raise ModelFileError(f"There is nothing to download for {profile.id!r}.", remedy="It is used as it is.")
        print(download.pull(known, progress=progress, offline=offline))


@app.command()
def rm(name: Annotated[str, typer.Argument(help="e.g. qwen2.5-coder-0.5b")]) -> None:
    """Delete a downloaded model, what a broken download left, and the prompts that its servers keep evaluated."""
    model = catalog.find(name)
    local.forget(model.name)
    print(f"removed {model.path}" if download.remove(model) else f"{model.id} was not here")


@app.command()
def add(
    path: Annotated[Path, typer.Argument(help="a GGUF file")],
    as_id: Annotated[str | None, typer.Option("--id", help="what to call it; the file's name otherwise")] = None,
    context: Annotated[int | None, typer.Option("--context", help="tokens of context to load it with")] = None,
) -> None:
    """Declare a GGUF file of your own in your models.toml."""
    from agent_runtime.models.addition import add_gguf

    profile, file = add_gguf(path, as_id, context)
    print(f"{profile.id} is declared in {file}")
    print(f"try it: agent-runtime -m {profile.id}")


@app.command()
def ps(folder: Folder = None, as_json: AsJson = False) -> None:
    """The model servers that run, and what Ollama has loaded of the models that are declared for it."""
    records, loaded = local.running(), _loaded(_registry(folder))
    if as_json:
        rows: list[dict[str, Any]] = [
            {"model": r.model_name, "pid": r.pid, "context_tokens": r.context_tokens, "api_base": r.api_base}
            for r in records
        ]
        rows += [
            {"model": entry.name, "context_tokens": entry.context_tokens, "api_base": base, "expires": entry.expires}
            for base, entry in loaded
        ]
        print_json(rows)
        return
    for record in records:
        facts = (
            f"{record.context_tokens} tokens",
            f"pid {record.pid}",
            f"up {(time.time() - record.started) / 60:.0f} min",
        )
        print(" · ".join((record.model_name, *facts, record.api_base)))
    for base, entry in loaded:
        window = f"{entry.context_tokens} tokens · " if entry.context_tokens else ""
        print(f"{entry.name} · {window}{entry.memory_bytes >> 20} MB · until {entry.expires} · Ollama at {base}")
    if not records and not loaded:
        print("no model server runs")


@app.command()
def stop(name: Annotated[str | None, typer.Argument(help="a model; all when left out")] = None) -> None:
    """End model servers."""
    records = [
        record for record in local.running() if name is None or record.model_name == name.removeprefix(catalog.PREFIX)
    ]
    if name is not None and not records:
        raise UnknownModel(f"No server of {name!r} runs.", remedy="`agent-runtime models ps` lists them.")
    for record in records:
        local.stop(record)
        print(f"stopped {record.model_name} (pid {record.pid})")


@app.command()
def serve(
    name: Name = "embedded/qwen2.5-coder-1.5b",
    folder: Folder = None,
    context: Annotated[int | None, typer.Option("--context", help="tokens of context")] = None,
    detach: Annotated[bool, typer.Option("--detach", help="return at once and leave it running")] = False,
) -> None:
    """Load a model and keep it, as an OpenAI-compatible server on loopback. Ctrl-C ends it."""
    from agent_runtime.interfaces.opening import DownloadProgress, stderr_console
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.models import weights

    console = stderr_console()
    renderer = TextRenderer(console)
    profiles = _named(_registry(folder), name)
    if len(profiles) != 1 or profiles[0].backend not in weights.BACKENDS:
        raise ConfigError(
            f"{name!r} is not loaded by this program.",
            remedy=f"Serve a model of the backends {', '.join(weights.BACKENDS)}.",
        )
    profile = profiles[0]
    settings = load_settings(workspace_of(folder), {}).values
    weights.fetch(profile, progress=DownloadProgress(renderer, console), offline=settings.agent_offline)
    window = context or settings.model_context_tokens or profile.context_tokens or local.DEFAULT_CONTEXT_TOKENS
    keep_s = settings.model_keep_alive_s if detach else 3e8
    spec = weights.server_spec(profile, context_tokens=window, keep_alive_s=keep_s)
    record = local.ensure(spec, on_notice=renderer.note)
    print(
        f"{record.model_name} · {record.context_tokens} tokens · {record.api_base}\nkey: {record.api_key}", flush=True
    )
    if detach:
        return
    try:
        while local.is_alive(record):
            record.touch()
            time.sleep(2)
    finally:
        local.stop(record)


def _registry(folder: Path | None) -> Registry:
    from agent_runtime.models.registry import Registry

    return Registry.load(workspace_of(folder))


def _loaded(registry: Registry) -> list[tuple[str, Loaded]]:
    """What each declared Ollama has in memory; one that does not answer has nothing."""
    from agent_runtime.errors import ModelUnreachable
    from agent_runtime.models import ollama
    from agent_runtime.models.endpoint import OLLAMA

    found: list[tuple[str, Loaded]] = []
    for base in sorted({profile.api_base or OLLAMA for profile in registry.declared if profile.backend == "ollama"}):
        with contextlib.suppress(ModelUnreachable):
            found += [(base, entry) for entry in ollama.loaded(base)]
    return found


def _named(registry: Registry, name: str) -> list[Profile]:
    """Profiles of an id, an alias, a catalogue name or a MODEL_ID."""
    from agent_runtime.config import Settings
    from agent_runtime.models.endpoint import adhoc

    if registry.knows(name):
        return registry.group(name)
    if registry.knows(catalog.PREFIX + name):
        return registry.group(catalog.PREFIX + name)
    if "/" in name:
        return [adhoc(Settings(model_id=name))]
    return registry.group(name)


def _description(profile: Profile, registry: Registry, folder: Path | None) -> dict[str, Any]:
    from agent_runtime.models import profiles, weights
    from agent_runtime.models.availability import availability
    from agent_runtime.models.keys import find_key
    from agent_runtime.models.probes import read_probe

    workspace = workspace_of(folder)
    origin = registry.entries.get(profile.id)
    document: dict[str, Any] = {
        "id": profile.id,
        "declared at": origin.place if origin else "MODEL_ID",
        "declared": profiles.dump(profile),
    }
    if profile.backend in weights.BACKENDS:
        document["measured"] = _measured(profile)
    probe = read_probe(profile)
    document["probe"] = _probed(probe) if probe is not None else "none; `agent-runtime models probe` makes one"
    if profile.api_key_env:
        found = find_key(profile.api_key_env, workspace)
        document["key"] = f"{profile.api_key_env} from {found[1]}" if found else f"{profile.api_key_env} is nowhere"
    if registry.knows(profile.id) and (fallbacks := registry.fallbacks(profile.id)):
        document["falls back on"] = ", then ".join(fallbacks)
    offline = load_settings(workspace, {}).values.agent_offline
    now = availability(profile, workspace, offline=offline)
    document["available"] = {"now": {True: "yes", False: "no", None: "not tried"}[now.usable], "why": now.reason}
    return document


def _probed(found: Probe) -> dict[str, str]:
    """A probe for people."""
    habits = found.habits
    rates = (("read", found.read_tokens_per_s), ("written", found.written_tokens_per_s))
    more = f", replies of {habits.reply_tokens} tokens" if habits.reply_tokens else ""
    return {
        "measured at": found.measured_at,
        "window": f"{found.context_tokens} tokens",
        "tokens a second": ", ".join(f"{rate:g} {name}" for name, rate in rates if rate) or "unknown",
        "acts by code": ", ".join(f"{name} {s.right} of {s.asked}" for name, s in found.protocol.items()),
        "right edits": ", ".join(f"{name} {s.right} of {s.asked}" for name, s in found.edits.items()),
        "right samples": ", ".join(f"at {name} {s.right} of {s.asked}" for name, s in found.temperatures.items()),
        "edits, tokens a second": ", ".join(f"{how} {rate:g}" for how, rate in found.speculation.items())
        or "not measured",
        "so it is asked": f"for the whole {habits.edit_format}, {habits.candidates} candidates at "
        f"{habits.temperature:g} first, prompt with {habits.prompt}{more}, speculation: {habits.speculation}",
    }


def _measured(profile: Profile) -> dict[str, Any]:
    from agent_runtime.models import weights

    try:
        memory, limit = weights.memory(profile), weights.window_limit(profile)
    except ModelFileError as error:
        return {"problem": str(error)}
    window = profile.context_tokens or local.DEFAULT_CONTEXT_TOKENS
    free = local.free_bytes()
    return {
        "window of the weights": limit,
        "memory": f"{memory.total(window) >> 20} MB with {window} tokens of context",
        "free": f"{free >> 20} MB",
        "largest window that fits": min(memory.fits(free), limit or 1 << 30),
    }
