"""The first use of a folder: what the agent may do here, and whether what the folder brings is trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from agent_runtime.config import Settings
from agent_runtime.errors import PolicyError
from agent_runtime.governance.instructions import Steering
from agent_runtime.governance.rules import read_layer
from agent_runtime.governance.trust import TrustStore
from agent_runtime.interfaces.approval_view import MAX_WIDTH, MIN_WIDTH, View
from agent_runtime.interfaces.text import exact

_MODES = {
    "plan": "It reads and proposes; nothing is changed or run.",
    "ask": "It reads files; it asks before it changes a file or runs a command that does more than read.",
    "auto-edit": "It changes files by itself (undo takes that back); it asks before commands that do more than read.",
    "auto": "It changes files and runs commands by itself, in a sandbox without network.",
}
QUESTION = "trust these files? [y/n/q] "


def first_use(
    workspace: Path, settings: Settings, console: Console, read: Callable[[Console, str], str], *, mind: bool = True
) -> bool:
    """Show the screen where it is due, and keep the answer; whether to go on. Without `mind` nothing is kept."""
    steering = Steering.of(workspace)
    store = TrustStore()
    if steering.answer(store) is not None:
        return True
    for line in draw(steering, settings, min(MAX_WIDTH, max(MIN_WIDTH, console.width))).lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    if not steering.files:
        if mind:
            steering.keep("no", store)
        return True
    while True:
        try:
            word = read(console, QUESTION).strip().lower()
        except (EOFError, KeyboardInterrupt):
            return False
        if word in ("q", "quit"):
            return False
        if word in ("y", "yes", "n", "no"):
            if mind:
                steering.keep("yes" if word[0] == "y" else "no", store)
            return True
        console.print(Text("y trust them, n go on without them, q leave", style="yellow"))


def draw(steering: Steering, settings: Settings, width: int) -> View:
    """The screen."""
    view = View(width)
    view.title("first use of this folder")
    view.quote(str(steering.workspace))
    view.label("what the agent may do here")
    view.say(f"Mode {settings.agent_mode}: {_MODES[settings.agent_mode]}")
    view.say(
        "What the model writes runs in a jail without files and network; commands run in a sandbox, in this folder, "
        "judged by the policy. Files that look like secrets are not read."
    )
    view.say("Shift-Tab changes the mode, /policy shows the rules, /undo takes changes back.")
    if steering.files:
        view.label("what the folder brings to steer it")
        for path, content in zip(steering.files, steering.contents, strict=True):
            view.quote(f"{path.relative_to(steering.workspace)}  {_about(path, content)}")
        view.say(
            "Trusted: rules that allow count, the model is given AGENTS.md and what skills there are. "
            "Else only rules that tighten count."
        )
        view.say("A change of any of them is asked about again.")
    view.end()
    return view


def _about(path: Path, data: bytes) -> str:
    size = f"{len(data.splitlines())} lines"
    if path.name != "policy.toml":
        return size
    try:
        layer = read_layer(data.decode("utf-8", "replace"), str(path), "workspace", trusted=True, digest="")
    except PolicyError as error:
        return exact(f"{size}; {error}")
    allowing = [rule.id for rule in layer.rules if rule.verdict == "allow"]
    return f"{size}; rules that allow: {', '.join(allowing[:8]) or 'none'}{' ...' if len(allowing) > 8 else ''}"
