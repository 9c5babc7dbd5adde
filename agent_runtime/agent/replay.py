"""A recorded run -> the same code again, without a model: through jail, gate and tools, in a copy of the workspace."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_runtime.agent.divergence import Comparison, Divergence
from agent_runtime.agent.plan import Checklist
from agent_runtime.agent.session import Session
from agent_runtime.config import SECRET_FIELDS, Settings
from agent_runtime.errors import ModelProtocolError, RecordsError
from agent_runtime.governance.approval import ApprovalRequest, Approver
from agent_runtime.governance.policy import POLICY_FILE, Policy
from agent_runtime.governance.trust import TrustStore
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, Sample, Sampling
from agent_runtime.models.sampling import SEPARATOR
from agent_runtime.records.recordings import RecordedToolCall, Recording, load_recording
from agent_runtime.records.runs import read_json, runs_dir
from agent_runtime.records.startstate import read_start, restore
from agent_runtime.tools.checklist import FILE as PLAN_FILE
from agent_runtime.types import Approval, Event, RunResult, Usage

_BROKEN_OFF = ("interrupted", "terminated", "error")
_LOOSE = ("agent_mode", "jail", "jail_packages", "allow_secrets")
"""Settings that are taken from this user's own recordings only."""


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """How a replay went."""

    run_id: str
    steps: int
    """Steps that were compared."""
    tool_calls: int
    outcome: str
    """The recorded one."""
    divergence: Divergence | None
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.divergence is None


@dataclass(frozen=True, slots=True)
class Fork:
    """A run that went on with a real model from some step on."""

    result: RunResult
    from_step: int
    workspace: Path


class RecordingEnded(ModelProtocolError):
    """The replay asks for more than the model had said."""


class _Diverged(ModelProtocolError):
    """Going on would compare nothing."""


class RecordedModel(ChatModel):
    """Says what was recorded, in order; then, if there is one, hands over to a real model."""

    def __init__(self, live: ChatModel | None = None) -> None:
        super().__init__("recorded" if live is None else str(live.model_id), context_tokens=2_097_152)
        self._replies: list[str] = []
        self._samples: list[Sequence[str]] = []
        self._live: ChatModel | None = None
        self._later = live
        self._given = 0
        self.first_prompt: Sequence[Message] = ()
        self.before_reply: Callable[[int], None] = lambda number: None
        """Called with the number of the reply that is asked for; may raise."""

    def play(self, replies: Sequence[str], samples: Sequence[Sequence[str]] | None, *, then_live: bool = False) -> None:
        """Take the replies of the next run, and what was drawn for each request of its search."""
        self._replies, self._samples, self._given, self.first_prompt = list(replies), list(samples or ()), 0, ()
        self._live = self._later if then_live else None

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self.first_prompt = self.first_prompt or messages
        self.before_reply(self._given + 1)
        if self._given >= len(self._replies):
            if self._live is not None:
                return self._live.complete(messages, watcher, sampling)
            raise RecordingEnded(f"The recording has {len(self._replies)} replies, and one more is asked for.")
        text = self._replies[self._given]
        self._given += 1
        watcher.delta(text)
        return Completion(text, "code_block", Usage(), "recorded", "recorded", usage_estimated=True)

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        self.first_prompt = self.first_prompt or messages
        if not self._samples:
            raise RecordingEnded("The replay searches further than the recording did.")
        texts = self._samples.pop(0)
        with self.watch(messages) as watcher:
            watcher.finished(Completion(SEPARATOR.join(texts), "stop", Usage(), "recorded", "recorded"))
        for index, text in enumerate(texts):
            yield Sample(index, text, "stop")

    def warm_up(self) -> None:
        if self._later is not None:
            self._later.warm_up()

    @property
    def digest(self) -> str | None:
        return self._later.digest if self._later is not None else None

    def cancel(self) -> None:
        if self._live is not None:
            self._live.cancel()


class RecordedApprover:
    """Answers as recorded, and only to the very call that was recorded; anything else is refused, or asked of
    `fallback` once a real model has taken over."""

    def __init__(self, comparison: Comparison, *, trusted: bool, fallback: Approver | None = None) -> None:
        self._answers: list[RecordedToolCall] = []
        self._comparison = comparison
        self._trusted = trusted
        self._fallback = fallback
        self.live = False
        """Set when a real model has taken over."""

    def play(self, recording: Recording) -> None:
        """Take the approvals of the next run."""
        self._answers = [call for call in recording.tool_calls if call.approval is not None]

    def ask(self, request: ApprovalRequest) -> Approval:
        if self.live and self._fallback is not None:
            return self._fallback.ask(request)
        call = self._answers.pop(0) if self._answers else None
        if not self._trusted:
            return _refusal("The recording is not this user's own: its approvals do not count.")
        if call is None or not self._comparison.same_call(call, request.tool, dict(request.arguments)):
            return _refusal("The recording has no approval for this call.")
        return Approval(
            approved=call.approval != "rejected",
            source="no-terminal" if call.approval_source == "no-terminal" else "scripted",
            comment=call.approval_comment,
            edited_command=call.edited_command,
        )


def _refusal(comment: str) -> Approval:
    return Approval(approved=False, source="scripted", comment=comment)


class _CopyTrust(TrustStore):
    """A policy file in the copy is trusted when it was in the workspace."""

    def __init__(self, workspace: Path) -> None:
        super().__init__()
        self._workspace = workspace

    def trusts(self, file: Path, content: bytes) -> bool:
        return super().trusts(self._workspace / POLICY_FILE, content)


@dataclass(frozen=True, slots=True)
class _Stage:
    """All a replay of one run needs."""

    recording: Recording
    earlier: tuple[Path, ...]
    """The runs whose conversation it goes on with, the first first."""
    workspace: Path
    """The copy."""
    settings: Settings
    policy: Policy
    comparison: Comparison
    trusted: bool
    notes: tuple[str, ...]


def is_own(run: Path) -> bool:
    """Whether a run lies in this user's own records: another's may hold approvals that nobody here gave."""
    return run.resolve().parent == runs_dir().resolve()


def _prepare(run: Path, place: Path, runs: Path, *, trusted: bool, policy_file: Path | None) -> _Stage:
    recording = load_recording(run)
    if not recording.replies:
        raise RecordsError(f"In run {run.name} no model has said anything.", remedy="There is nothing to replay.")
    metadata = recording.metadata
    earlier = _earlier(run)
    notes = [f"It goes on with a conversation: {len(earlier)} earlier runs are played first."] if earlier else []
    workspace = restore(earlier[0] if earlier else run, place)
    start = read_start(run)
    if start.left_out:
        notes.append(f"Not in the copy: {', '.join(start.left_out[:5])}{' ...' if len(start.left_out) > 5 else ''}.")
    if start.ignored:
        more = " ..." if len(start.ignored) > 5 else ""
        notes.append(f"Ignored by git, so not in the copy: {', '.join(start.ignored[:5])}{more}.")
    recorded = {name: value for name, value in metadata.get("settings", {}).items() if name in Settings.model_fields}
    dropped = {*SECRET_FIELDS, "phoenix_enabled", *(() if trusted else _LOOSE)}
    settings = Settings(**{k: v for k, v in recorded.items() if k not in dropped}, phoenix_enabled=False)
    flags: dict[str, Any] = (metadata.get("policy_flags") or {}) if trusted else {}
    original = Path(str(metadata.get("workspace", workspace)))
    policy = Policy.load(
        workspace,
        user_file=policy_file,
        trust=_CopyTrust(original),
        allow_shell=bool(flags.get("allow_shell")),
        sudo_ok=bool(flags.get("sudo_ok")),
    )
    if metadata.get("policy_digest") not in (None, policy.digest):
        notes.append("The policy is not the recorded one.")
    comparison = Comparison([original, Path(str(metadata.get("runs_dir", run.parent)))], [workspace, runs])
    return _Stage(recording, earlier, workspace, settings, policy, comparison, trusted, tuple(notes))


def _earlier(run: Path) -> tuple[Path, ...]:
    """The runs of the conversation before this one."""
    chain: list[Path] = []
    name = read_json(run / "metadata.json").get("continues")
    while name:
        path = run.parent / str(name)
        if path in chain or not (path / "metadata.json").is_file():
            raise RecordsError(f"Run {run.name} goes on with {name}, which is gone.", remedy="Replay another run.")
        chain.insert(0, path)
        name = read_json(path / "metadata.json").get("continues")
    return tuple(chain)


def _play_earlier(stage: _Stage, session: Session, model: RecordedModel, approver: RecordedApprover) -> None:
    """Bring back the conversation and the variables that the run had at its start, and its workspace."""
    chain = [*stage.earlier, stage.recording.path]
    for index, (run, following) in enumerate(itertools.pairwise(chain)):
        recording = load_recording(run)
        model.play(_replies(recording)[0], recording.samples)
        approver.play(recording)
        _ask_again(session, recording, reset=index == 0)
        with tempfile.TemporaryDirectory(prefix="agent-runtime-replay-") as folder:
            _exchange(stage.workspace, restore(following, Path(folder).resolve()))


def _exchange(workspace: Path, fresh: Path) -> None:
    """Give the copy the content of another one; the folder itself stays."""
    for entry in list(workspace.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for entry in list(fresh.iterdir()):
        shutil.move(entry, workspace / entry.name)


def replay(
    run: Path,
    *,
    trusted: bool | None = None,
    policy_file: Path | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
) -> ReplayReport:
    """Drive a recorded run again and compare. Nothing outside a temporary folder is touched.

    `trusted` lets the recorded approvals and modes count; by default only for this user's own runs.

    Raises:
        RecordsError: the run, or the state of its workspace, was not kept.
    """
    trusted = is_own(run) if trusted is None else trusted
    with tempfile.TemporaryDirectory(prefix="agent-runtime-replay-") as folder:
        base = Path(folder).resolve()
        stage = _prepare(run, base / "copy", base / "runs", trusted=trusted, policy_file=policy_file)
        replies, until = _replies(stage.recording)
        model, approver = RecordedModel(), RecordedApprover(stage.comparison, trusted=trusted)
        check = _Check(stage, base / "runs", on_event)
        with Session(
            stage.workspace, settings=stage.settings.model_copy(update={"agent_timeout_s": None}), approver=approver,
            policy=stage.policy, model=model, on_event=check.on_event, runs=base / "runs",
            facts={"replay_of": run.name},
        ) as session:  # fmt: skip
            _play_earlier(stage, session, model, approver)
            model.play(replies, stage.recording.samples)
            approver.play(stage.recording)
            model.before_reply = check.before_reply
            result = _ask_again(session, stage.recording, reset=not stage.earlier)
        return _report(stage, load_recording(result.run_dir), until, check.divergence, _prompt_note(stage, model))


def _ask_again(session: Session, recording: Recording, *, reset: bool) -> RunResult:
    asked = recording.metadata
    plan = recording.path / PLAN_FILE
    session.configure(agent_strategy="loop" if recording.samples is None else "search")
    return session.run(
        str(asked.get("task", "")),
        material=str(asked.get("material", "")),
        reset=reset,
        plan=Checklist.from_file(plan) if plan.exists() else None,
    )


def _report(
    stage: _Stage, replayed: Recording, until: int, divergence: Divergence | None, prompt_note: list[str]
) -> ReplayReport:
    recording = stage.recording
    # What was called outside the steps counts where the search did it; a planner's calls are not made again.
    first = 0 if recording.samples is not None else 1
    numbers = [step.number for step in recording.steps if first <= step.number <= until]
    divergence = divergence or stage.comparison.steps(recording, replayed, numbers)
    notes = [*stage.notes, *prompt_note]
    if until < _last(recording):
        notes.append(f"The run was broken off in step {_last(recording)}, which is not played.")
    elif divergence is None:
        divergence = stage.comparison.ending(recording, replayed)
    calls = sum(len(step.tool_calls) for step in replayed.steps)
    outcome = str(recording.result.get("outcome"))
    return ReplayReport(recording.path.name, len(numbers), calls, outcome, divergence, tuple(notes))


class _Check:
    """Stops a replay where it parts from the recording."""

    def __init__(self, stage: _Stage, runs: Path, on_event: Callable[[Event], None]) -> None:
        self._stage = stage
        self._runs = runs
        self._on_event = on_event
        self._run_id = ""
        self.divergence: Divergence | None = None

    def on_event(self, event: Event) -> None:
        if event.kind == "run_started":
            self._run_id = str(event.data["run_id"])
        self._on_event(event)

    def before_reply(self, number: int) -> None:
        """Everything before reply `number` must be as recorded."""
        if number < 2:
            return
        replayed = load_recording(self._runs / self._run_id)
        self.divergence = self._stage.comparison.steps(self._stage.recording, replayed, range(1, number))
        if self.divergence is not None:
            raise _Diverged("The replay has parted from the recording.")


def _last(recording: Recording) -> int:
    return max((step.number for step in recording.steps), default=0)


def _broken_off(recording: Recording) -> bool:
    outcome = str(recording.result.get("outcome") or "error")
    timed_out = outcome == "limit" and "seconds" in str(recording.result.get("error"))
    return outcome in _BROKEN_OFF or timed_out or outcome == "model_unavailable"


def _replies(recording: Recording) -> tuple[list[str], int]:
    """What the model said, and the last step that ended by itself."""
    last = _last(recording)
    until = last
    if _broken_off(recording) and recording.steps:
        until = last - 1
    return _said(recording, until), until


def _said(recording: Recording, until: int) -> list[str]:
    """The replies of the loop up to a step; those of a planner or a search are played apart."""
    return [
        call.output
        for step in recording.steps
        for call in step.model_calls
        if call.output is not None and step.number <= until and not call.part
    ]


def _prompt_note(stage: _Stage, model: RecordedModel) -> list[str]:
    calls = [c for step in stage.recording.steps for c in step.model_calls if c.messages and c.part != "plan"]
    if not calls or not model.first_prompt or calls[0].messages[0][1] == model.first_prompt[0].content:
        return []
    return ["The system prompt is not the recorded one."]


def fork(
    run: Path,
    step: int,
    model: ChatModel,
    *,
    place: Path,
    approver: Approver,
    settings: Settings,
    on_event: Callable[[Event], None] = lambda event: None,
) -> Fork:
    """Play the steps before `step`, then go on with a real model, in a copy that stays in the folder `place`. The new
    run is recorded with the others; `settings` are those of now, but for the task's own.

    Raises:
        RecordsError: there is no such step, or the run or its workspace was not kept.
    """
    stage = _prepare(run, place, runs_dir(), trusted=is_own(run), policy_file=None)
    recording = stage.recording
    if not 1 <= step <= _last(recording) + 1:
        raise RecordsError(f"Run {run.name} has no step {step}.", remedy=f"It has {_last(recording)}.")
    replies = _said(recording, step - 1)
    forked = RecordedModel(model)
    answers = RecordedApprover(stage.comparison, trusted=stage.trusted, fallback=approver)
    kept = {name: getattr(stage.settings, name) for name in (*_LOOSE, "agent_max_steps", "agent_verify")}
    with Session(
        stage.workspace, settings=settings.model_copy(update=kept), approver=answers, policy=stage.policy, model=forked,
        on_event=on_event, facts={"forked_from": run.name, "fork_step": step},
    ) as session:  # fmt: skip
        _play_earlier(stage, session, forked, answers)
        forked.play(replies, recording.samples, then_live=True)
        answers.play(recording)

        def note(number: int) -> None:
            answers.live = number > len(replies)

        forked.before_reply = note
        result = _ask_again(session, recording, reset=not stage.earlier)
    return Fork(result, step, stage.workspace)
