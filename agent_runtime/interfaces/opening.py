"""Opens sessions for commands: settings, model, policy, and the person at the terminal."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from agent_runtime.config import LoadedSettings, Settings
from agent_runtime.interfaces.render import JsonRenderer, TextRenderer

if TYPE_CHECKING:
    from agent_runtime.agent.plan import Planner
    from agent_runtime.agent.session import Session
    from agent_runtime.governance.approval import Approver, RememberedApprover
    from agent_runtime.governance.policy import Policy
    from agent_runtime.interfaces.console_approver import ConsoleApprover
    from agent_runtime.models.base import ChatModel


@dataclass(frozen=True, slots=True)
class Setup:
    """What a command needs to make a session."""

    loaded: LoadedSettings
    workspace: Path
    allow_shell: bool = False
    sudo_ok: bool = False
    resume: str | None = None
    fork: bool = False
    ephemeral: bool = False

    @property
    def settings(self) -> Settings:
        return self.loaded.values


def open_session(
    setup: Setup,
    renderer: TextRenderer | JsonRenderer,
    console: Console,
    *,
    with_model: bool = True,
    ask: bool = True,
    person: Approver | None = None,
) -> Session:
    """A session with its model warming up behind it; without a model it can only `call` tools. `person` is who answers
    (whoever sits at the terminal, when left out; nobody without `ask`).

    Raises:
        ConfigError, PolicyError, JailUnavailable
    """
    model = open_model(setup.settings, setup.workspace, renderer, console) if with_model else None
    from agent_runtime.agent.session import Session
    from agent_runtime.governance.policy import Policy

    policy = Policy.load(setup.workspace, allow_shell=setup.allow_shell, sudo_ok=setup.sudo_ok)
    asked = person_at(renderer, console) if ask and person is None else None
    session = Session(
        setup.workspace,
        settings=setup.settings,
        model=model,
        approver=approver_for(policy, person or asked, keep=not setup.ephemeral),
        policy=policy,
        on_event=renderer,
        origins=setup.loaded.origins,
        resume=setup.resume,
        fork=setup.fork,
        ephemeral=setup.ephemeral,
    )
    if asked is not None:
        asked.redact = session.redactor.text
    if with_model:
        session.start()
        if setup.settings.agent_planner is not None:
            session.planner = _planner(session, renderer, console if ask else None)
    return session


def open_model(
    settings: Settings, workspace: Path, renderer: TextRenderer | JsonRenderer, console: Console
) -> ChatModel:
    """The model of the settings, warming up behind what comes next; a download shows how far it is.

    Raises:
        ConfigError, UnknownModel
    """
    from agent_runtime.models.registry import make_model

    progress = DownloadProgress(renderer, console)
    model = make_model(settings, workspace=workspace, on_notice=renderer.note, on_download=progress)
    threading.Thread(target=_warm, args=(model,), daemon=True).start()
    return model


def _planner(session: Session, renderer: TextRenderer | JsonRenderer, console: Console | None) -> Planner:
    from agent_runtime.agent.plan import Planner, planning_model
    from agent_runtime.interfaces.plan_view import reviewer

    model = planning_model(session.settings, session.workspace, renderer.note)
    if console is None or isinstance(renderer, JsonRenderer) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Planner(model)
    return Planner(model, review=reviewer(console, renderer.pause))


def header(session: Session, renderer: TextRenderer) -> None:
    """One line: what answers, how freely it acts, and where its code runs."""
    settings = session.settings
    executor = session.start()
    sandbox = session.sandbox.backend + (" (degraded)" if session.sandbox.degraded else "")
    renderer.note(
        f"{session.model_id} · mode {settings.agent_mode} · jail {executor.backend.name} · sandbox {sandbox} · "
        f"{session.workspace}"
    )
    if executor.backend.name == "none":
        renderer.note("The jail is OFF: what the model writes runs with your privileges.", "bold red")


class DownloadProgress:
    """A bar on a terminal; a line every tenth elsewhere."""

    def __init__(self, renderer: TextRenderer | JsonRenderer, console: Console) -> None:
        self._renderer = renderer
        self._console = console
        self._bar: Any = None
        self._task: Any = None
        self._told = ("", -1)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note of progress in bytes."""
        if isinstance(self._renderer, TextRenderer) and self._renderer.progress(f"model: {what}", done, total):
            return
        if self._console.is_terminal and isinstance(self._renderer, TextRenderer):
            self._draw(what, done, total)
        elif (tenth := (what, done * 10 // max(1, total))) != self._told:
            self._told = tenth
            self._renderer.note(f"model: {what} {done >> 20} of {total >> 20} MB")

    def _draw(self, what: str, done: int, total: int) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        if self._bar is None:
            if isinstance(self._renderer, TextRenderer):
                self._renderer.pause()
            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("model", total=total)
            self._bar.start()
        self._bar.update(self._task, description=f"model: {what}", completed=done, total=total)
        if what == "verifying" and done >= total:
            self._bar.stop()
            self._bar = None


def stderr_console(*, plain: bool = False) -> Console:
    """Everything but the answer goes here. `plain` is for screen readers: no colour and nothing that moves."""
    if plain:
        return Console(stderr=True, highlight=False, force_terminal=False, color_system=None)
    return Console(stderr=True, highlight=False)


def person_at(renderer: TextRenderer | JsonRenderer, console: Console) -> ConsoleApprover | None:
    """Who is asked, where somebody can be."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or isinstance(renderer, JsonRenderer):
        return None
    from agent_runtime.interfaces.console_approver import ConsoleApprover

    return ConsoleApprover(console, pause=renderer.pause)


def approver_for(policy: Policy, person: Approver | None, *, keep: bool = True) -> RememberedApprover:
    """The person, or nobody, behind what is remembered. Where nobody is, a question is kept for later, unless not even
    that may be kept."""
    from agent_runtime.governance.approval import ApprovalStore, DenyAll, RememberedApprover
    from agent_runtime.governance.pending import AskLater, PendingApprovals

    nobody = AskLater(PendingApprovals(), policy.digest) if keep else DenyAll()
    return RememberedApprover(person or nobody, ApprovalStore(), policy.digest)


def _warm(model: ChatModel) -> None:
    """Load the model behind the scenes; the first call meets and reports any error."""
    from agent_runtime.errors import AgentRuntimeError

    try:
        model.warm_up()
    except AgentRuntimeError:
        return
