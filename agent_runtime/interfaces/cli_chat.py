"""`chat`: the conversation at a terminal."""

from __future__ import annotations

from agent_runtime.interfaces import cli_options as options
from agent_runtime.interfaces.cli import load_settings, workspace_of
from agent_runtime.interfaces.opening import Setup, header, open_session, stderr_console


def chat(
    model: options.Model = None,
    folder: options.Folder = None,
    mode: options.ModeOption = None,
    yolo: options.Yolo = False,
    verify: options.Verify = None,
    max_steps: options.MaxSteps = None,
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
    from agent_runtime.interfaces.cli_run import print_answer, warn
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.interfaces.repl import Repl
    from agent_runtime.types import RunResult

    flags = options.setting_flags(
        model_id=model, agent_mode="auto" if yolo else mode, agent_verify=verify, agent_max_steps=max_steps,
        agent_offline=offline, jail=jail, phoenix_enabled="false" if ephemeral else None,
    )  # fmt: skip
    workspace = workspace_of(folder)
    session_id = options.resumed(continue_, resume)
    setup = Setup(load_settings(workspace, flags), workspace, allow_shell, sudo_ok, session_id, fork, ephemeral)
    console = stderr_console(plain=plain)
    renderer = TextRenderer(console, verbosity=int(verbose))
    with open_session(setup, renderer, console) as session:
        header(session, renderer)

        def show(result: RunResult) -> None:
            print_answer(result)
            warn(result, console)

        return Repl(session, renderer, show).loop()
