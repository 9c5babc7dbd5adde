"""Shell commands in what the agent says."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.governance.answer import MAX_COMMANDS, commands_in_text, judge_answer
from agent_runtime.governance.policy import Policy


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nsudo ls\n```",
        "~~~bash\nsudo ls\n~~~",
        "```\nsudo ls\n```",
        "```bash title=x\nsudo ls\n```",
        "```{.bash}\nsudo ls\n```",
        "1. Run\n\n   ```sh\n   sudo ls\n   ```",
        "```sh\nsudo ls",
        "````sh\nsudo ls\n````",
        "```console\n$ sudo ls\nfile\n```",
        "```console\nroot@host:~# sudo ls\n```",
        "```console\nsudo ls\n```",
        "```sh\ncd x\nsudo ls\n```",
        "Run `sudo ls` now.",
        "Run ``sudo ls`` now.",
        "Run:\n$ sudo ls\n",
    ],
)
def test_a_denied_command_is_found(tmp_path: Path, text: str) -> None:
    assert [decision.verdict for _, decision in judge_answer(Policy.load(tmp_path), text)] == ["deny"]


@pytest.mark.parametrize(
    "text",
    ["I deleted nothing; sudo is not needed.", "```python\nsudo = 1\n```", "`git status` and `ls -la`", "", "`", "```"],
)
def test_other_text_is_not(tmp_path: Path, text: str) -> None:
    assert judge_answer(Policy.load(tmp_path), text) == []


def test_the_number_of_commands_is_bounded() -> None:
    assert len(commands_in_text("\n".join(f"`rm x{n}`" for n in range(MAX_COMMANDS * 2)))) == MAX_COMMANDS
