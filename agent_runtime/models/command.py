"""Another program as a model: the prompt on its stdin, the reply on its stdout; in the sandbox, under the policy."""

from __future__ import annotations

import os
import shlex
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent_runtime.config import Settings
from agent_runtime.errors import (
    ConfigError,
    Interrupted,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    SandboxError,
)
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import CommandLimits, Sandbox
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, Sampling
from agent_runtime.models.local import DEFAULT_CONTEXT_TOKENS
from agent_runtime.models.profiles import Profile
from agent_runtime.models.reply import first_block_end
from agent_runtime.models.slots import Slots
from agent_runtime.types import Usage

_CHUNK = 100_000
"""Linux takes 128 KiB in one variable (MAX_ARG_STRLEN)."""
_MAX_PROMPT = 1_000_000
_SCRIPT = r"""
count=$1; shift
prompt() { for ((i = 0; i < count; i++)); do name=PROMPT_PART_$i; printf %s "${!name}"; done; }
complaints=$(mktemp)
prompt | (for ((i = 0; i < count; i++)); do unset "PROMPT_PART_$i"; done; exec "$@") 2>"$complaints"
status=$?
if ((status)); then tail -c 2000 "$complaints"; fi
exit $status
"""


class CommandModel(ChatModel):
    """A command line that answers. It may read and write the workspace as an approved command may, nothing more."""

    def __init__(self, settings: Settings, profile: Profile, *, workspace: Path) -> None:
        """
        Raises:
            ConfigError: the policy denies the command.
        """
        super().__init__(profile.id, context_tokens=profile.context_tokens or DEFAULT_CONTEXT_TOKENS)
        self.profile = profile
        self.settings = settings
        self.slots = Slots(profile.id, profile.concurrency)
        self._workspace = workspace
        self._sandbox: Sandbox | None = None
        self._cancelled = threading.Event()
        decision = Policy.load(workspace, check_examples=False).decide_command(shlex.join(profile.command))
        if decision.verdict == "deny":
            raise ConfigError(
                f"The policy denies the command of {profile.id!r}: {decision.reason}",
                remedy="Change `command` in models.toml, or the rule in your policy.toml.",
            )

    def identity(self) -> dict[str, Any]:
        return {**super().identity(), "command": self.profile.command}

    def cancel(self) -> None:
        self._cancelled.set()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self._cancelled.clear()
        prompt = "\n\n".join(f"{message.role}:\n{message.content}" for message in messages) + "\n\nassistant:\n"
        if len(prompt.encode()) > _MAX_PROMPT:
            raise ModelProtocolError(f"The prompt is longer than {_MAX_PROMPT} bytes.", remedy="Give a smaller task.")
        started = time.monotonic()
        with self.slots.hold(self._cancelled):
            output = self._run(prompt, watcher)
        end = sampling.ends(output) if sampling else first_block_end(output)
        text = output.strip() if end is None else output[:end]
        return Completion(
            text=text,
            finish_reason="stop" if end is None else "code_block",
            usage=Usage(len(prompt) // 4, len(output) // 4),
            model=self.profile.id,
            provider="command",
            usage_estimated=True,
            duration_s=time.monotonic() - started,
        )

    def _run(self, prompt: str, watcher: CallWatcher) -> str:
        if self._sandbox is None:
            self._sandbox = Sandbox.probe(self._workspace)
        # Through the environment: it is not to be seen in the list of processes, as arguments are.
        data = prompt.encode()
        parts = [data[i : i + _CHUNK] for i in range(0, len(data), _CHUNK)]
        limit = self.profile.timeout_s or self.settings.model_timeout_s
        try:
            result = self._sandbox.run(
                ["bash", "-c", _SCRIPT, "bash", str(len(parts)), *self.profile.command],
                cwd=self._workspace,
                profile="approved",
                network=self.profile.network and not self.settings.agent_offline,
                limits=CommandLimits(timeout_s=limit),
                environment={f"PROMPT_PART_{i}": os.fsdecode(part) for i, part in enumerate(parts)},
                cancel=self._cancelled,
                on_output=watcher.delta,
            )
        except SandboxError as error:
            raise ModelUnreachable(f"{self.profile.id!r} cannot be started: {error}") from error
        if result.cancelled:
            raise Interrupted("The model call was interrupted.")
        shown = shlex.join(self.profile.command)
        if result.timed_out:
            raise ModelTimeout(f"{shown} did not end within {limit:g} s.", remedy="Raise timeout_s in models.toml.")
        if result.exit_code != 0:
            raise ModelUnreachable(
                f"{shown} ended with status {result.exit_code}: {result.output.strip()[-500:] or 'no output'}.",
                remedy=result.hint or "Try it by hand in the workspace.",
            )
        if not result.output.strip():
            raise ModelProtocolError(f"{shown} answered nothing.", remedy="It must print its reply on stdout.")
        return result.output
