"""Answers a question about data by programs: several are drawn, each runs in the sandbox on a copy of the workspace,
and what most of them print is the answer. A small model writes a program's steps far better than it reckons.

Program-aided language models: Gao et al., "PAL", 2023; the vote as in self-consistency (`answering`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import CODE_ONLY, request_of
from agent_runtime.agent.search.candidates import digest
from agent_runtime.agent.search.replies import blocks, first_block_end
from agent_runtime.agent.search.trial import Trials
from agent_runtime.models.base import ChatModel, Sampling

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Telemetry

PROGRAMS = 5
AGREE = 2
"""So many programs that are not the same must print the answer, and more than any other."""
TEMPERATURE = 0.6
ROOM = 320
MAX_ANSWER_CHARS = 80
FILE = "answer_of_the_question.py"
_DATA = (".json", ".csv", ".tsv", ".toml", ".yaml", ".yml", ".ini", ".txt", ".log", ".xml", ".jsonl")
_QUANTITY = re.compile(
    r"\b(how (many|much|long)|total|sum|average|mean|median|altogether|in all|longest|shortest|largest|smallest|most"
    r"|least|earliest|latest|highest|lowest|percent\w*)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"^(\S+):\n```", re.MULTILINE)
_REQUEST = (
    "Write a short Python program that computes the answer, using the project's files and functions, and prints "
    "nothing but the answer. In one ```python block, no explanation."
)


def is_about_data(question: str, found: str) -> bool:
    """Whether a data file is among what was `found` for a question, and the question names it or is for a quantity."""
    data = [path for path in _SHOWN.findall(found) if path.endswith(_DATA)]
    return any(PurePosixPath(path).name in question for path in data) or bool(data and _QUANTITY.search(question))


def computed(
    model: ChatModel,
    trials: Trials,
    telemetry: Telemetry,
    question: str,
    found: str,
    redact: Callable[[str], str],
) -> str | None:
    """What most programs print; `None` where they do not agree. `found` is the code and data that the model sees.

    Raises:
        ModelError, RunStopped, SandboxError
    """
    messages = request_of([found, f"Question: {question.strip()}", _REQUEST], CODE_ONLY)
    sampling = Sampling(PROGRAMS, TEMPERATURE, ROOM, begin="```python\n", ends=first_block_end)
    printed: dict[str, str] = {}
    for number, sample in enumerate(model.sample(messages, sampling), 1):
        attributes: dict[str, str | int] = {"input.value": sample.text, "agent_runtime.candidate.request": 1}
        with telemetry.span(f"program {number}", "CHAIN", attributes=attributes) as span:
            code = next((block.code for block in blocks(sample.text)), "")
            key = digest({FILE: code})
            if not code.strip() or key in printed:
                continue
            result = trials.beside({FILE: code}, f"python3 {FILE}", {})
            answer = redact(result.output.strip()) if result.passed else ""
            span.set({"output.value": answer or f"{result.status}: {redact(result.output.strip())[-200:]}"})
            printed[key] = answer if "\n" not in answer and len(answer) <= MAX_ANSWER_CHARS else ""
    return elected(list(printed.values()))


def elected(answers: list[str]) -> str | None:
    """What at least `AGREE` of the programs print, and more than print anything else."""
    ranked = Counter(answer for answer in answers if answer).most_common(2)
    if not ranked or ranked[0][1] < AGREE or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]
