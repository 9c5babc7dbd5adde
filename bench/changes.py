"""One function to mend: distinct changes against samples at a temperature, by solved bugs, tokens and seconds.

    python -W ignore -m bench.changes [--bugs 12] [--seed 7] [--model embedded/qwen2.5-coder-1.5b]

The bugs are made at random (an operator, a condition, a constant, a statement) in the Python repositories of
bench/tasks; those count that their own tests find. The function is known: what is measured is the asking, not the
finding.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent_runtime.agent.search.asking import excerpt, prompt_for
from agent_runtime.agent.search.candidates import Rejected, read_reply
from agent_runtime.agent.search.evidence import Place, Target
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.slicing import functions
from agent_runtime.agent.search.trial import Trials
from agent_runtime.bench.checking import with_python
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.models.base import ChatModel, Completion, Sampling, SilentWatcher, Watch
from agent_runtime.models.registry import make_model

REPOS = Path(__file__).parent / "tasks" / "repos"
CHECK = "python -m pytest -q"
TIMEOUT_S = 15.0
ROOM = 400
WAYS = {
    "4 samples at 0.6": Sampling(4, 0.6, ROOM),
    "12 distinct changes": Sampling(12, 0.0, ROOM, distinct=True),
}
_PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot),
          (ast.Add, ast.Sub), (ast.And, ast.Or))  # fmt: skip
_OTHER: dict[type, Any] = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


@dataclass(frozen=True)
class Bug:
    """A function that is wrong, and what its tests say."""

    repo: Path
    path: str
    function: str
    text: str
    failure: str


class Counter(SilentWatcher):
    """Adds up what the server says of its calls."""

    def __init__(self) -> None:
        self.generated = self.evaluated = 0

    def finished(self, completion: Completion) -> None:
        self.generated += completion.usage.completion_tokens
        self.evaluated += completion.evaluated_tokens or 0


def wrong_forms(text: str) -> Iterator[tuple[str, str]]:
    """The file with one thing wrong, and the function that it is in."""
    for label, function in functions(ast.parse(text)):
        for node in ast.walk(function):
            for new in _wrong(node):
                if isinstance(node, ast.expr | ast.stmt) and node.lineno == node.end_lineno:
                    lines = text.split("\n")
                    line = lines[node.lineno - 1]
                    lines[node.lineno - 1] = line[: node.col_offset] + new + line[node.end_col_offset :]
                    yield label, "\n".join(lines)


def _wrong(node: ast.AST) -> Iterator[str]:
    other = copy.deepcopy(node)
    if isinstance(other, ast.Compare) and len(other.ops) == 1:
        other.ops = [_OTHER[type(other.ops[0])]()]
        yield ast.unparse(other)
    elif isinstance(other, ast.BoolOp | ast.BinOp) and type(other.op) in _OTHER:
        other.op = _OTHER[type(other.op)]()
        yield ast.unparse(other)
        yield ast.unparse(other.values[0] if isinstance(other, ast.BoolOp) else other.left)
    elif isinstance(other, ast.Constant) and type(other.value) is int:
        yield str(other.value + 1)
    elif isinstance(other, ast.AugAssign) or (isinstance(other, ast.Expr) and isinstance(other.value, ast.Call)):
        yield "pass"


def bugs(count: int, seed: int) -> Iterator[Bug]:
    """As many bugs, the same for the same seed, no two in one function."""
    chance = random.Random(seed)
    forms = [
        (repo, str(path.relative_to(repo)), label, wrong)
        for repo in sorted(REPOS.iterdir())
        for path in sorted(repo.rglob("*.py"))
        if "tests" not in path.parts
        for label, wrong in wrong_forms(path.read_text())
    ]
    chance.shuffle(forms)
    seen: set[tuple[Path, str]] = set()
    for repo, path, label, wrong in forms:
        if (repo, label) in seen or len(seen) == count:
            continue
        with trials_of(repo, path, wrong) as trials:
            result = trials.run({})
        if result.first_failure is not None and result.status == "failed":
            seen.add((repo, label))
            yield Bug(repo, path, label, wrong, excerpt(result.output, result.first_failure))


@contextmanager
def trials_of(repo: Path, path: str, text: str) -> Iterator[Trials]:
    """The repository with one file as `text`, to try candidates in."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / repo.name
        shutil.copytree(repo, root, ignore=shutil.ignore_patterns("__pycache__"))
        (root / path).write_text(text)
        with closing(Trials(Sandbox.probe(root), CHECK, timeout_s=TIMEOUT_S, cancel=threading.Event())) as trials:
            yield trials


def solved(model: ChatModel, bug: Bug, sampling: Sampling) -> tuple[bool, int]:
    """Whether a candidate passes, and how many were tried."""
    name = bug.function.rpartition(".")[2]
    messages = prompt_for(f"{name} is wrong. Fix it.", Place(bug.path, bug.function), bug.text, bug.failure)
    begin = beginning(Place(bug.path, bug.function), bug.text) if sampling.distinct else ""
    if messages is None:
        return False, 0
    ends = function_end(begin, first_block_end)
    asked = replace(sampling, begin=begin, ends=ends)
    seen: set[str] = set()
    with trials_of(bug.repo, bug.path, bug.text) as trials, closing(model.sample(messages, asked)) as samples:
        for sample in samples:
            target = Target(bug.path, 0, (bug.function,))
            read = read_reply(sample.text, [target], lambda path: bug.text, {}, known=frozenset({bug.path}))
            if isinstance(read, Rejected) or read.digest in seen:
                continue
            seen.add(read.digest)
            if trials.run(read.edits).passed:
                return True, len(seen)
    return False, len(seen)


def main() -> None:
    """Print a line for each bug and way, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bugs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--model", default="embedded/qwen2.5-coder-1.5b")
    options = parser.parse_args()
    os.environ.update(with_python(os.environ))
    model = make_model(Settings(model_id=options.model))
    counts = {way: Counter() for way in WAYS}
    won, seconds = dict.fromkeys(WAYS, 0), dict.fromkeys(WAYS, 0.0)
    found = list(bugs(options.bugs, options.seed))
    for bug in found:
        for way, sampling in WAYS.items():
            model.watch = _watching(counts[way])
            started = time.monotonic()
            good, tried = solved(model, bug, sampling)
            took = time.monotonic() - started
            won[way] += good
            seconds[way] += took
            print(f"{bug.repo.name}:{bug.function}  {way}: {'solved' if good else '-'}, {tried} tried, {took:.0f} s")
    for way, count in counts.items():
        told = f"{count.generated} tokens generated, {count.evaluated} evaluated, {seconds[way]:.0f} s"
        print(f"{way}: {won[way]} of {len(found)} solved, {told}")


def _watching(counter: Counter) -> Watch:
    return lambda messages: nullcontext(counter)


if __name__ == "__main__":
    main()
