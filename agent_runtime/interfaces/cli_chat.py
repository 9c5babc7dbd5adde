"""`chat`: the conversation at a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from agent_runtime.interfaces import cli_options as options
from agent_runtime.interfaces.cli import load_settings, workspace_of
from agent_runtime.interfaces.text import one_line

if TYPE_CHECKING:
    from agent_runtime.agent.plan import Checklist, Review
    from agent_runtime.agent.session import Session
    from agent_runtime.interfaces.repl_front import Front
    from agent_runtime.types import RunResult


def chat(
    model: options.Model = None,
    folder: options.Folder = None,
    mode: options.ModeOption = None,
    yolo: options.Yolo = False,
    verify: options.Verify = None,
    strategy: options.StrategyOption = None,
    max_steps: options.MaxSteps = None,
    planner: options.Planner = None,
    cache: options.Cache = False,
    offline: options.Offline = False,
    jail: options.Jail = None,
    allow_shell: options.AllowShell = False,
    sudo_ok: options.SudoOk = False,
    continue_: options.Continue = False,
    resume: options.Resume = None,
    fork: options.Fork = False,
    ephemeral: options.Ephemeral = False,
    plain: options.Plain = False,
    verbose: options.Verbose = False,
) -> int:
    """Talk to the agent."""
    from agent_runtime.interfaces.repl import Repl
    from agent_runtime.interfaces.repl_front import LiveFront, PlainFront
    from agent_runtime.interfaces.repl_status import Status

    flags = options.setting_flags(
        model_id=model, agent_mode="auto" if yolo else mode, agent_verify=verify, agent_max_steps=max_steps,
        agent_strategy=strategy, agent_offline=offline, jail=jail, phoenix_enabled="false" if ephemeral else None,
        agent_planner=planner, model_cache=cache,
    )  # fmt: skip
    workspace = workspace_of(folder)
    first = options.resumed(continue_, resume)
    status = Status()
    front: Front
    if plain or os.environ.get("TERM", "dumb") in ("dumb", "unknown") or not sys.stdin.isatty():
        front = PlainFront(verbosity=int(verbose), plain=plain)
    else:
        front = LiveFront(workspace, status, verbosity=int(verbose), keep_history=not ephemeral)

    def open_(session_id: str | None) -> Session:
        from agent_runtime.interfaces.console_approver import read_line
        from agent_runtime.interfaces.opening import Setup, header, open_session, stderr_console
        from agent_runtime.interfaces.trust_view import first_use

        loaded = load_settings(workspace, flags)
        with front.away():
            go_on = first_use(workspace, loaded.values, stderr_console(plain=plain), read_line, mind=not ephemeral)
        if not go_on:
            raise KeyboardInterrupt
        taken_up = session_id or first
        setup = Setup(loaded, workspace, allow_shell, sudo_ok, taken_up, fork and session_id is None, ephemeral)
        session = open_session(setup, front.renderer, front.renderer.console, person=front.approver)
        if session.planner is not None:
            session.planner.review = reviewed_away(session.planner.review, front)
        header(session, front.renderer)
        if before := session.conversation.restored_tasks:
            front.renderer.note(f"goes on after {len(before)} tasks; their variables are gone. The last was:")
            front.renderer.note(f"  {one_line(before[-1], 200)}")
        return session

    def show(result: RunResult) -> None:
        from agent_runtime.interfaces.cli_run import print_answer, warn

        print_answer(result)
        warn(result, front.renderer.console)

    return Repl(front, status, open_, show).loop()


def reviewed_away(review: Review, front: Front) -> Review:
    """A plan's review, with the prompt out of the way."""

    def looked_at(checklist: Checklist) -> Checklist | None:
        with front.away():
            return review(checklist)

    return looked_at
