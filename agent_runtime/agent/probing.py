"""Measures what a model can do with our prompts: whether it acts by code, and which form of edit it gets right."""

from __future__ import annotations

import ast
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from smolagents.utils import AgentError

from agent_runtime.agent import context
from agent_runtime.agent.exercises import EXERCISES, QUESTIONS, Exercise
from agent_runtime.agent.observe import ModelCalls
from agent_runtime.agent.offer import system_prompt
from agent_runtime.agent.search.asking import prompt
from agent_runtime.agent.search.evidence import Target
from agent_runtime.agent.search.merging import CannotMerge, merge
from agent_runtime.agent.search.replies import blocks, first_block_end
from agent_runtime.errors import AgentRuntimeError, ToolError
from agent_runtime.models.base import ChatModel, Completion, Message, Sampling
from agent_runtime.models.embedded import EmbeddedModel
from agent_runtime.models.habits import EditFormat, Habits, Probe, Score, Variant
from agent_runtime.models.reply import code_of
from agent_runtime.tools.blocks import parse_blocks
from agent_runtime.tools.diffs import parse_diff
from agent_runtime.tools.edit import apply_hunks
from agent_runtime.tools.textfile import decode

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session
    from agent_runtime.jail.executor import JailedPythonExecutor

TEMPERATURES = (0.2, 0.6, 1.0)
DRAWN = 2
"""Samples of each exercise at each temperature."""
CONFIDENCE = 0.8
"""How likely the first request of a search should hold a right candidate."""
MAX_CANDIDATES = 4
MORE_ROOM = 4096
MEASURED = 3
"""Exercises by which speculation is judged."""
PAYS = 1.1
"""How much faster guessing ahead must be to be used."""
_ROOM = 512
_FORMATS = {
    "function": "",
    "file": "",
    "diff": "Write the change as a unified diff of {path} in one ```diff block. Nothing else.",
    "search/replace": (
        "Write the change in one block: a line `{path}`, a line `<<<<<<< SEARCH`, the lines to find, a line `=======`, "
        "the lines to put there, a line `>>>>>>> REPLACE`. Nothing else."
    ),
}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Speed:
    read: float | None
    written: float | None


class Prober:
    """One probe; every call is on the record, as a run of its own."""

    def __init__(self, session: Session, model: ChatModel, say: Say) -> None:
        self._session = session
        self._model = model
        self._say = say
        self._cut = False
        self._speed = _Speed(None, None)

    def run(self) -> Probe:
        """Ask some dozen short questions.

        Raises:
            ModelError, JailUnavailable: the model cannot be asked, or what it writes cannot be tried.
        """
        executor = self._session.start()
        with self._session.hosting(f"probe of {self._model.model_id}") as host:
            assert host.gate is not None
            self._model.watch = ModelCalls(host.gate.telemetry, self._session.on_event).watch
            protocol: dict[Variant, Score] = {variant: self._protocol(variant) for variant in get_args(Variant)}
            edits = {name: self._edits(name, executor) for name in _FORMATS}
            edit_format = better_format(edits)
            rates = self._speculation(edit_format)
            warm = {str(temperature): self._drawn(edit_format, temperature, executor) for temperature in TEMPERATURES}
        return Probe(
            model=str(self._model.model_id),
            measured_at=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            context_tokens=self._model.context_tokens,
            read_tokens_per_s=self._speed.read,
            written_tokens_per_s=self._speed.written,
            protocol=protocol,
            edits=edits,
            temperatures=warm,
            speculation=rates,
            habits=choose(protocol, edits, warm, rates, cut=self._cut),
        )

    def _speculation(self, edit_format: EditFormat) -> dict[str, float]:
        """Tokens a second of edits, with and without guessing ahead from the prompt: edits repeat much of what they
        change. Empty where there is no server of ours, or models.toml says how."""
        if not isinstance(self._model, EmbeddedModel) or not self._model.may_speculate:
            return {}
        kinds: tuple[Literal["none", "ngram"], ...] = ("none", "ngram")
        rates: dict[str, float] = {}
        for how in kinds:
            other = self._model.speculating(how)
            found = []
            for exercise in EXERCISES[:MEASURED]:
                messages = _request(exercise, edit_format)
                with self._model.watch(messages) as watcher:
                    completion = other.complete(messages, watcher, Sampling(1, 0.0, _ROOM))
                    watcher.finished(completion)
                found.append(completion.tokens_per_s or 0.0)
            rates[how] = round(statistics.median(found), 1)
            if how != "none":
                other.stop()
        self._say(f"tokens a second of edits: {rates['none']:g}, guessing ahead {rates['ngram']:g}")
        return rates

    def _protocol(self, variant: Variant) -> Score:
        """Replies to questions that call a tool in code."""
        session = self._session
        specs = [tool.spec for tool in session.tools().values()]
        told = system_prompt(session.workspace.name, specs, session.settings, session.workspace)
        known = {spec.name for spec in specs} | {"final_answer"}
        examples = [Message(item.role, str(item.content)) for item in context.EXAMPLES] if variant == "examples" else []
        right = 0
        for question in QUESTIONS:
            messages = [Message("system", told.text), *examples, Message("user", f"Task: {question}")]
            with self._model.watch(messages) as watcher:
                completion = self._model.complete(messages, watcher)
                watcher.finished(completion)
            self._note(completion)
            right += acts(completion.text, known)
        self._say(f"prompt with {variant}: {right} of {len(QUESTIONS)} replies call a tool")
        return Score(right=right, asked=len(QUESTIONS))

    def _note(self, completion: Completion) -> None:
        self._cut = self._cut or completion.finish_reason == "length"
        read, first_s = completion.evaluated_tokens, completion.first_token_s
        if read and first_s and self._speed.read is None:  # the first call: nothing of it was in a cache
            self._speed = _Speed(
                round(read / first_s, 1), completion.tokens_per_s and round(completion.tokens_per_s, 1)
            )

    def _edits(self, name: str, executor: JailedPythonExecutor) -> Score:
        right = sum(any(self._tried(exercise, name, 1, 0.2, executor)) for exercise in EXERCISES)
        self._say(f"edits as {name}: {right} of {len(EXERCISES)} right")
        return Score(right=right, asked=len(EXERCISES))

    def _drawn(self, name: str, temperature: float, executor: JailedPythonExecutor) -> Score:
        tried = [good for e in EXERCISES for good in self._tried(e, name, DRAWN, temperature, executor)]
        self._say(f"temperature {temperature}: {sum(tried)} of {len(tried)} samples right")
        return Score(right=sum(tried), asked=len(tried))

    def _tried(
        self, exercise: Exercise, name: str, n: int, temperature: float, executor: JailedPythonExecutor
    ) -> Iterator[bool]:
        sampling = Sampling(n, temperature, _ROOM, ends=first_block_end)
        for sample in self._model.sample(_request(exercise, name), sampling):
            changed = edited(exercise, name, sample.text)
            yield changed is not None and passes(executor, f"{changed}\n{exercise.check}\n")


def better_format(edits: dict[str, Score]) -> EditFormat:
    """Of the two that the search can ask for; functions where both do equally well, for they are shorter."""
    return "file" if edits["file"].right > edits["function"].right else "function"


def choose(
    protocol: dict[Variant, Score],
    edits: dict[str, Score],
    temperatures: dict[str, Score],
    speculation: Mapping[str, float],
    *,
    cut: bool,
) -> Habits:
    """What follows from the measurements for later runs."""
    plain = protocol["plain"].right == protocol["plain"].asked > 0
    best = max(temperatures, key=lambda name: (temperatures[name].right, -abs(float(name) - 0.6)))
    missed, candidates = 1.0 - temperatures[best].part, 1
    while missed**candidates > 1 - CONFIDENCE and candidates < MAX_CANDIDATES:
        candidates += 1
    return Habits(
        edit_format=better_format(edits),
        candidates=candidates,
        temperature=float(best),
        prompt="plain" if plain and protocol["examples"].right <= protocol["plain"].right else "examples",
        reply_tokens=MORE_ROOM if cut else None,
        speculation="ngram" if speculation.get("ngram", 0) > PAYS * speculation.get("none", 0) else "none",
    )


def acts(reply: str, known: set[str]) -> bool:
    """Whether a reply holds code that can be parsed and calls a known tool, instead of making one up."""
    code = code_of(reply)
    try:
        tree = ast.parse(code or "")
    except (SyntaxError, ValueError):
        return False
    made = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    made |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return not made & known and any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in known for n in ast.walk(tree)
    )


def _request(exercise: Exercise, name: str) -> Sequence[Message]:
    target = Target(exercise.path, 1.0, (exercise.function,))
    request = _FORMATS[name].format(path=exercise.path)
    return prompt(
        exercise.task, [target], lambda path: exercise.source, exercise.failure, whole=name == "file", request=request
    )


def edited(exercise: Exercise, name: str, reply: str) -> str | None:
    """The file as a reply in one of the formats leaves it; `None` when it cannot be applied."""
    try:
        if name in ("function", "file"):
            found = blocks(reply)
            return merge(exercise.path, exercise.source, found[0].code) if found else None
        files = parse_diff(reply)[0] if name == "diff" else parse_blocks(reply) or []
        hunks = [hunk for file in files for hunk in file.hunks]
        if not hunks:
            return None
        return "".join(apply_hunks(decode(exercise.source.encode(), exercise.path), hunks, exercise.path).lines)
    except (CannotMerge, ToolError):
        return None


def passes(executor: JailedPythonExecutor, program: str) -> bool:
    """Whether a program ends without an error, in the jail."""
    try:
        executor(f"exec(compile({program!r}, 'exercise', 'exec'), {{}})")
    except (AgentRuntimeError, AgentError):
        return False
    return True
