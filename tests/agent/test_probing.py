"""A probe of a model that answers by a script, and what later runs make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agent_runtime.agent.exercises import EXERCISES, QUESTIONS, Exercise
from agent_runtime.agent.probing import Prober, acts, choose, edited, passes
from agent_runtime.agent.search.asking import prompt
from agent_runtime.agent.search.evidence import Target
from agent_runtime.config import Settings
from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, Sampling
from agent_runtime.models.client import LiteLLMModel
from agent_runtime.models.embedded import EmbeddedModel
from agent_runtime.models.habits import Habits, Probe, Score
from agent_runtime.models.probes import probe_file, read_probe, write_probe
from agent_runtime.models.profiles import Profile
from agent_runtime.models.weights import server_spec
from agent_runtime.types import Usage
from tests.agent.conftest import MakeSession

MENDED = {
    "overlap": "return a[0] < b[1] and b[0] < a[1]",
    "initials": 'return "".join(part[0].upper() for part in name.split())',
    "median": "ordered = sorted(values)\n    half = len(ordered) // 2\n"
    "    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2",
    "merge": "result = dict(one)\n    for key, count in other.items():\n"
    "        result[key] = result.get(key, 0) + count\n    return result",
    "last_page": "return (count - 1) // size + 1",
    "extension": 'return path.rpartition(".")[2] if "." in path else ""',
}
HEADS = {
    "overlap": "def overlap(a, b):", "initials": "def initials(name):", "median": "def median(values):",
    "merge": "def merge(one, other):", "last_page": "def last_page(count, size):", "extension": "def extension(path):",
}  # fmt: skip


def whole(exercise: Exercise) -> str:
    head = HEADS[exercise.function]
    before, _, after = exercise.source.partition(head)
    rest = after.partition("\n\n\n")
    return f"{before}{head}\n    {MENDED[exercise.function]}\n\n\n{rest[2]}".rstrip() + "\n"


def function(exercise: Exercise) -> str:
    return f"```python\n{HEADS[exercise.function]}\n    {MENDED[exercise.function]}\n```"


def diff(exercise: Exercise) -> str:
    old = exercise.source.partition(HEADS[exercise.function])[2].partition("\n\n\n")[0].strip("\n").split("\n")
    new = MENDED[exercise.function].split("\n")
    lines = [
        f" {HEADS[exercise.function]}",
        *(f"-{line}" for line in old),
        f"+    {new[0]}",
        *(f"+{x}" for x in new[1:]),
    ]
    body = "\n".join(lines)
    return f"```diff\n--- a/{exercise.path}\n+++ b/{exercise.path}\n@@ -1,2 +1,2 @@\n{body}\n```"


def replaced(exercise: Exercise) -> str:
    old = exercise.source.partition(HEADS[exercise.function])[2].partition("\n\n\n")[0].strip("\n")
    new = MENDED[exercise.function]
    return f"```\n{exercise.path}\n<<<<<<< SEARCH\n{old}\n=======\n    {new}\n>>>>>>> REPLACE\n```"


@pytest.fixture
def executor(make_session: MakeSession) -> JailedPythonExecutor:
    return make_session([]).start()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.function)
def test_each_exercise_fails_as_it_is_and_passes_when_it_is_mended(
    exercise: Exercise, executor: JailedPythonExecutor
) -> None:
    assert not passes(executor, f"{exercise.source}\n{exercise.check}\n")
    replies = {
        "function": function(exercise),
        "file": f"```python\n{whole(exercise)}```",
        "diff": diff(exercise),
        "search/replace": replaced(exercise),
    }
    for name, reply in replies.items():
        changed = edited(exercise, name, reply)
        assert changed is not None, name
        assert passes(executor, f"{changed}\n{exercise.check}\n"), (name, changed)
        assert edited(exercise, name, "I would rather talk.") is None


def test_a_model_that_leaves_the_jail_with_nothing_to_do_is_wrong(executor: JailedPythonExecutor) -> None:
    assert not passes(executor, "import os\nos._exit(0)")
    assert not passes(executor, "raise SystemExit(0)")
    assert passes(executor, "x = 1")


@pytest.mark.parametrize(
    ("reply", "does"),
    [
        ("```python\nprint(list_files())\n```", True),
        ("```python\ndef list_files():\n    return []\nprint(list_files())\n```", False),
        ("```python\nimport list_files\nlist_files()\n```", False),
        ("```python\nprint(open('x').read())\n```", False),
        ("Use list_files().", False),
        ("```python\nlist_files(\n```", False),
    ],
)
def test_what_counts_as_acting(reply: str, does: bool) -> None:
    assert acts(reply, {"list_files", "final_answer"}) is does


class Answering(ChatModel):
    """Acts by code only when it is shown examples, and mends whole files only."""

    def __init__(self) -> None:
        super().__init__("answering", context_tokens=8192)
        self.warm = 0

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        text = self._text(messages, sampling)
        return Completion(
            text,
            "stop",
            Usage(900, 30),
            "answering",
            "test",
            first_token_s=9.0,
            tokens_per_s=25.0,
            evaluated_tokens=900,
        )

    def _text(self, messages: Sequence[Message], sampling: Sampling | None) -> str:
        asked = messages[-1].content
        exercise = next((item for item in EXERCISES if item.task in asked), None)
        if exercise is None:
            return "```python\nprint(list_files())\n```" if len(messages) > 2 else "Well."
        if "Write the whole file" not in asked:
            return "```python\npass\n```"
        assert sampling is not None
        self.warm += sampling.temperature == 1.0
        return f"```python\n{whole(exercise)}```" if sampling.temperature < 1 or self.warm % 2 else "```python\n```"


def test_a_probe_measures_and_chooses(make_session: MakeSession) -> None:
    session, said = make_session([]), list[str]()
    probe = Prober(session, Answering(), said.append).run()
    count = len(EXERCISES)
    assert probe.protocol == {
        "examples": Score(right=len(QUESTIONS), asked=len(QUESTIONS)), "plain": Score(right=0, asked=len(QUESTIONS)),
    }  # fmt: skip
    assert {name: score.right for name, score in probe.edits.items()} == {
        "function": 0, "file": count, "diff": 0, "search/replace": 0,
    }  # fmt: skip
    assert {name: score.right for name, score in probe.temperatures.items()} == {
        "0.2": 2 * count, "0.6": 2 * count, "1.0": count,
    }  # fmt: skip
    assert probe.habits == Habits(edit_format="file", candidates=1, temperature=0.6, prompt="examples")
    assert (probe.read_tokens_per_s, probe.written_tokens_per_s) == (100.0, 25.0)
    assert "edits as file: 6 of 6 right" in said


@pytest.mark.parametrize(("right", "candidates"), [(12, 1), (10, 1), (6, 3), (1, 4), (0, 4)])
def test_the_first_request_draws_as_many_as_are_likely_to_hold_a_right_one(right: int, candidates: int) -> None:
    scores = {"function": Score(right=1, asked=2), "file": Score(right=1, asked=2)}
    protocol = {"examples": Score(right=2, asked=2), "plain": Score(right=2, asked=2)}
    chosen = choose(protocol, scores, {"0.6": Score(right=right, asked=12)}, {}, cut=True)  # type: ignore[arg-type]
    assert chosen == Habits(candidates=candidates, temperature=0.6, prompt="plain", reply_tokens=4096)


PROFILE = Profile(id="mine", backend="openai", model="m", api_base="http://127.0.0.1:9/v1")


def test_later_runs_go_by_the_probe(tmp_path: Path) -> None:
    habits = Habits(edit_format="file", candidates=4, temperature=1.0, prompt="plain", reply_tokens=4096)
    assert read_probe(PROFILE) is None
    path = write_probe(PROFILE, Probe(model="m", measured_at="now", context_tokens=8192, habits=habits))
    assert path.stat().st_mode & 0o077 == 0
    model = LiteLLMModel(Settings(), PROFILE, workspace=tmp_path)
    assert (model.habits, model.settings.model_max_tokens) == (habits, 4096)
    same = PROFILE.model_copy(update={"id": "other", "prompt": "examples", "max_tokens": 100})
    told = LiteLLMModel(Settings(), same, workspace=tmp_path)
    assert (told.habits.prompt, told.settings.model_max_tokens) == ("examples", 100)
    assert LiteLLMModel(Settings(model_max_tokens=64), PROFILE, workspace=tmp_path).settings.model_max_tokens == 64
    elsewhere = PROFILE.model_copy(update={"api_base": "http://127.0.0.1:8/v1"})
    assert LiteLLMModel(Settings(), elsewhere, workspace=tmp_path).habits == Habits()
    probe_file(PROFILE).write_text("{broken")
    assert LiteLLMModel(Settings(), PROFILE, workspace=tmp_path).habits == Habits()


def test_the_search_asks_in_the_format_that_the_model_gets_right() -> None:
    exercise = EXERCISES[0]
    target = Target(exercise.path, 1.0, (exercise.function,))

    def asked(text_of: Callable[[str], str], *, whole: bool) -> str:
        return prompt(exercise.task, [target], text_of, exercise.failure, whole=whole)[-1].content

    assert "Write the corrected overlap" in asked(lambda path: exercise.source, whole=False)
    assert "Write the whole file ranges.py" in asked(lambda path: exercise.source, whole=True)
    long = exercise.source + "".join(f"\n\ndef more_{n}():\n    return {n}\n" for n in range(300))
    assert "Write the corrected overlap" in asked(lambda path: long, whole=True)  # not all of it can be shown


@pytest.mark.parametrize(("ngram", "found"), [(20.0, "none"), (21.9, "none"), (22.1, "ngram")])
def test_guessing_ahead_is_used_where_it_pays(ngram: float, found: str) -> None:
    one = {"0.6": Score(right=1, asked=1)}
    edits = {"function": Score(), "file": Score()}
    habits = choose({"plain": Score(), "examples": Score()}, edits, one, {"none": 20.0, "ngram": ngram}, cut=False)
    assert habits.speculation == found


def test_the_embedded_server_guesses_as_a_probe_found_or_as_models_toml_says() -> None:
    profile = Profile(id="embedded/qwen2.5-coder-1.5b", backend="embedded", model="qwen2.5-coder-1.5b")
    assert (
        "speculation"
        not in server_spec(EmbeddedModel(Settings(), profile).profile, context_tokens=1, keep_alive_s=1).options
    )
    habits = Habits(speculation="ngram")
    probe = Probe(model=profile.id, measured_at="2026-11-22T12:00:00+0000", context_tokens=8192, habits=habits)
    write_probe(profile, probe)
    probed = EmbeddedModel(Settings(), profile)
    assert server_spec(probed.profile, context_tokens=1, keep_alive_s=1).options["speculation"] == "ngram"
    assert probed.may_speculate
    assert probed.speculating("none").profile.speculation == "none"
    told = EmbeddedModel(Settings(), profile.model_copy(update={"speculation": "none"}))
    assert not told.may_speculate
    assert "speculation" not in server_spec(told.profile, context_tokens=1, keep_alive_s=1).options
