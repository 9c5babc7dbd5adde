"""Answers a question about data by programs: several are drawn, each runs in the sandbox on a copy of the workspace,
and what most of them print is the answer. A small model writes a program's steps far better than it reckons.

Program-aided language models: Gao et al., "PAL", 2023; the vote as in self-consistency (`answering`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent_runtime.agent.search import words
from agent_runtime.agent.search.asking import CODE_ONLY, request_of, shown
from agent_runtime.agent.search.beside import outlined
from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.agent.search.candidates import digest
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.readers import PYTHON, own_reading
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
    "Write a short Python program that reads the file, computes the answer and prints nothing but the answer. "
    "In one ```python block, no explanation."
)


def data_of(question: str, found: str, files: Sequence[str]) -> str:
    """The data file of the workspace that a question names, or, where it is for a quantity, the first of what was
    `found` for it; empty without one."""
    named = [path for path in files if path.endswith(_DATA) and PurePosixPath(path).name in question]
    named = sorted((path for path in named if path in question), key=len)[-1:] or (named if len(named) == 1 else [])
    data = [path for path in _SHOWN.findall(found) if path.endswith(_DATA)]
    return next(iter(named or (data if _QUANTITY.search(question) else [])), "")


def reading(path: str, text: str) -> str:
    """The first lines of a program, which read a data file."""
    first = text.partition("\n")[0]
    match PurePosixPath(path).suffix:
        case ".json":
            return f'import json\n\nwith open("{path}") as file:\n    data = json.load(file)\n'
        case ".csv" | ".tsv":
            mark = max(",;\t", key=first.count)
            how = "" if mark == "," else f", delimiter={mark!r}"
            return f'import csv\n\nwith open("{path}") as file:\n    rows = list(csv.DictReader(file{how}))\n'
        case ".toml":
            return f'import tomllib\n\nwith open("{path}", "rb") as file:\n    data = tomllib.load(file)\n'
        case ".ini":
            return f'import configparser\n\nconfig = configparser.ConfigParser()\nconfig.read("{path}")\n'
        case _:
            return f'with open("{path}") as file:\n    lines = file.read().splitlines()\n'


def computed(
    model: ChatModel,
    trials: Trials,
    telemetry: Telemetry,
    locator: Locator,
    question: str,
    found: str,
    data: str,
    redact: Callable[[str], str],
) -> str | None:
    """What most programs print; `None` where they do not agree. `found` is the code and data that the model sees, and
    each program is begun for it with what reads the file `data`: the workspace's own code, where it can. Where they
    do not agree and one of them crashed, more are drawn with its error in sight.

    Raises:
        ModelError, RunStopped, SandboxError
    """
    own = own_reading(data, question, locator, trials)
    begin = redact(own.begin) if own else reading(data, locator.text(data))
    beside = _outlines(own.classes if own else (), question, found, locator)
    printed: dict[str, str] = {}
    crashed = ""
    for request in (1, 2):
        why = f"This program was written for it, and does not work:\n{crashed}" if crashed else ""
        parts = filter(None, (found, redact(beside), f"Question: {question.strip()}", why, _REQUEST))
        sampling = Sampling(PROGRAMS, TEMPERATURE, ROOM, begin=f"```python\n{begin}\n", ends=first_block_end)
        for sample in model.sample(request_of([*parts], CODE_ONLY), sampling):
            number = len(printed) + 1
            attributes: dict[str, str | int] = {"input.value": sample.text, "agent_runtime.candidate.request": request}
            with telemetry.span(f"program {number}", "CHAIN", attributes=attributes) as span:
                code = next((block.code for block in blocks(sample.text)), "")
                code = with_imports({FILE: code}, lambda path: "", locator.code_with, locator.known)[FILE] or ""
                key = digest({FILE: code})
                if not code.strip() or key in printed:
                    continue
                result = trials.beside({FILE: code}, f"{PYTHON} {FILE}", {})
                output = redact(result.output.strip())
                answer = _rounded(output) if result.passed else ""
                span.set({"output.value": answer or f"{result.status}: {output[-200:]}"})
                printed[key] = answer if "\n" not in answer and len(answer) <= MAX_ANSWER_CHARS else ""
                if not result.passed:
                    crashed = f"```python\n{code.strip()}\n```\n{output.rpartition(chr(10))[2]}"
        most = elected(list(printed.values()))
        if most is not None or not crashed:
            return most
    return None


def _outlines(names: Sequence[str], question: str, found: str, locator: Locator) -> str:
    """The classes of what the workspace's code reads, where they are not in sight."""
    wanted = set(words.query(question))
    homes = [(path, outlined(text, name, wanted)) for name in names for path, text in locator.code_with(name)]
    return "\n\n".join(shown(path, text) for path, text in homes if text and text.split("\n")[0] not in found)


def _rounded(answer: str) -> str:
    """98.44999999999999 as 98.45: a sum of decimal fractions."""
    return f"{round(float(answer), 6):g}" if re.fullmatch(r"-?\d{1,9}\.\d{7,}", answer) else answer


def elected(answers: list[str]) -> str | None:
    """What at least `AGREE` of the programs print, and more than print anything else."""
    ranked = Counter(answer for answer in answers if answer).most_common(2)
    if not ranked or ranked[0][1] < AGREE or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]
