"""The scripted model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_runtime.errors import ConfigError, ModelProtocolError, RateLimited
from agent_runtime.models.base import Message, SilentWatcher
from agent_runtime.models.scripted import Reply, ScriptedModel

PROMPT = [Message("user", "x" * 40)]


def test_plays_in_order_and_then_says_so(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(
        "- first\n- text: |\n    Look.\n    ```python\n    print(1)\n    ```\n    more\n  tokens: 9\n"
        "- error: rate_limited\n"
    )
    model = ScriptedModel.from_file(script)
    assert model.complete(PROMPT, SilentWatcher()).text == "first"
    second = model.complete(PROMPT, SilentWatcher())
    assert (second.text, second.finish_reason) == ("Look.\n```python\nprint(1)\n```", "code_block")
    assert (second.usage.prompt_tokens, second.usage.completion_tokens) == (10, 9)
    with pytest.raises(RateLimited):
        model.complete(PROMPT, SilentWatcher())
    with pytest.raises(ModelProtocolError, match="3 replies, but reply 4"):
        model.complete(PROMPT, SilentWatcher())
    assert model.prompts == [PROMPT] * 4


def test_json(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"replies": ["a", {"text": "b", "delay": 0.01}]}))
    model = ScriptedModel.from_file(script)
    assert [model.complete(PROMPT, SilentWatcher()).text for _ in range(2)] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no list"),
        ("- [1]", "Reply 1"),
        ("- {txt: a}", "txt"),
        ("- {error: strange}", "strange"),
        ("- 'a", "cannot be read"),
    ],
)  # fmt: skip
def test_bad_scripts_name_the_entry(tmp_path: Path, content: str, message: str) -> None:
    script = tmp_path / "script.yaml"
    script.write_text(content)
    with pytest.raises(ConfigError, match=message):
        ScriptedModel.from_file(script)


def test_missing_script(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing"):
        ScriptedModel.from_file(tmp_path / "nothing.yaml")


def test_generate_hands_smolagents_the_code() -> None:
    model = ScriptedModel([Reply("Hi.\n```python\nx = 1\n```")])
    message = model.generate(list(PROMPT))
    assert message.raw.text == "Hi.\n```python\nx = 1\n```"
    assert "x = 1" in message.content
