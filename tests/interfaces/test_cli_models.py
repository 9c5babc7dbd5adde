"""`agent-runtime models` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_runtime.config import config_dir, state_dir
from agent_runtime.interfaces.cli import run_cli
from agent_runtime.models import cooldown
from tests.fakes.gguf_files import write_gguf
from tests.fakes.model_servers import OllamaHandler, OpenAIHandler, serve
from tests.models.test_profiles import BIG, SMALL, user_file

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def models(capture: Capture, *arguments: str) -> tuple[int, str, str]:
    code = run_cli(["models", *arguments])
    output = capture.readouterr()
    return code, output.out, output.err


def test_list_shows_both(capsys: Capture) -> None:
    user_file('default = "small"\n' + SMALL + '[aliases]\nfast = "small"\n')
    code, output, _ = models(capsys, "list")
    assert code == 0
    assert "embedded/qwen2.5-coder-1.5b" in output
    line = next(line for line in output.splitlines() if line.startswith("small"))
    assert line.split(None, 1)[1] == "qwen:1b · ollama, low · alias fast · default"
    rows = json.loads(models(capsys, "list", "--json")[1])
    assert [row["id"] for row in rows][-1] == "small"


def test_check_tells_what_is_usable_and_why_not(capsys: Capture) -> None:
    with serve(OpenAIHandler, models=("tiny",)) as good, serve(OllamaHandler, models=("other",)) as other:
        user_file(
            f'[[model]]\nid = "good"\nbackend = "openai"\nmodel = "tiny"\napi_base = "{good.address}/v1"\n'
            f'[[model]]\nid = "wrong"\nbackend = "ollama"\nmodel = "qwen"\napi_base = "{other.address}"\n'
            '[[model]]\nid = "keyless"\nbackend = "litellm"\nmodel = "x/y"\napi_key_env = "NO_SUCH_KEY"\n'
            '[[model]]\nid = "hosted"\nbackend = "litellm"\nmodel = "x/y"\n'
            '[[model]]\nid = "gone"\nbackend = "embedded"\nmodel = "/nowhere/x.gguf"\n'
            '[[model]]\nid = "cmd"\nbackend = "command"\ncommand = ["no-such-program"]\n'
        )
        cooldown.note("hosted", 50, "it was down")
        code, output, _ = models(capsys, "check", "--json")
        assert code == 1
        found = {row["id"]: (row["usable"], row["reason"]) for row in json.loads(output)}
        assert found["good"] == (True, f"{good.address}/v1 offers it")
        assert found["wrong"] == (False, f"{other.address} offers other, not 'qwen'")
        assert found["keyless"] == (False, "the key NO_SUCH_KEY is nowhere")
        assert found["hosted"][0] is False
        assert "it was down" in found["hosted"][1]
        assert "cannot be read" in found["gone"][1]
        assert "not installed" in found["cmd"][1]
        cooldown.forget("hosted")
        assert "at its provider; not tried" in models(capsys, "describe", "hosted")[1]


def test_a_mistake_in_the_file_ends_every_command_with_2(capsys: Capture) -> None:
    path = user_file(SMALL + "colour = 1\n")
    for arguments in (["check"], ["list"], ["route", "x"], ["describe", "small"]):
        code, _, errors = models(capsys, *arguments)
        assert code == 2
        assert f"{path}:6: model.colour is no key here" in errors


def test_describe_names_the_nearest(capsys: Capture) -> None:
    user_file(SMALL + BIG)
    code, _, errors = models(capsys, "describe", "smal")
    assert code == 5
    assert "Did you mean small?" in errors
    code, output, _ = models(capsys, "describe", "qwen2.5-coder-1.5b")
    assert code == 0
    assert "declared at: catalogue" in output
    assert "largest window that fits" in output


def test_route_explains(capsys: Capture) -> None:
    path = user_file(SMALL + BIG + '[[route]]\nif = {complexity = "low"}\nthen = "small"\nescalate = ["big"]\n')
    code, output, _ = models(capsys, "route", "List all Python files")
    assert code == 0
    assert output.splitlines()[0] == "small"
    assert f"{path}:11: fits, so small" in output
    assert "when steps fail: big" in output
    document = json.loads(models(capsys, "route", "List all Python files", "--json")[1])
    assert (document["models"], document["need"], document["complexity"]) == (["small"], "chat", "low")


def test_add_declares_a_file_and_keeps_what_stands_there(tmp_path: Path, capsys: Capture) -> None:
    user_file("# mine\n" + SMALL)
    path = write_gguf(tmp_path / "My Model.Q4.gguf")
    code, output, errors = models(capsys, "add", str(path))
    assert (code, errors) == (0, "")
    assert "-m my-model.q4" in output
    text = (config_dir() / "models.toml").read_text()
    assert text.startswith("# mine\n[[model]]")
    assert "context_tokens = 2048" in text
    assert "2048" in models(capsys, "describe", "my-model.q4")[1]
    assert "already" in models(capsys, "add", str(path))[2]
    assert models(capsys, "add", str(path), "--id", "other", "--context", "1024")[0] == 0
    assert "trained for 2048" in models(capsys, "add", str(path), "--id", "third", "--context", "4096")[2]
    assert "may hold" in models(capsys, "add", str(path), "--id", "a b")[2]
    adapter = write_gguf(tmp_path / "lora.gguf", {"general.type": "adapter"})
    assert "'adapter'" in models(capsys, "add", str(adapter))[2]
    assert "no usable GGUF" in models(capsys, "add", __file__)[2]


def test_pull_through_ollama(capsys: Capture) -> None:
    with serve(OllamaHandler, models=("qwen:1b",)) as server:
        user_file(SMALL + f'api_base = "{server.address}"\n')
        code, output, errors = models(capsys, "pull", "small")
        assert (code, "qwen:1b is with Ollama" in output) == (0, True)
        assert "success" in errors
    assert "nothing to download" in models(capsys, "pull", "openai/x")[2]


def test_serve_refuses_what_it_does_not_load(capsys: Capture) -> None:
    user_file(SMALL)
    code, _, errors = models(capsys, "serve", "small")
    assert code == 2
    assert "'small' is not loaded by this program" in errors


def test_ps_shows_what_ollama_has_loaded(capsys: Capture) -> None:
    with serve(OllamaHandler) as server:
        server.loaded["qwen"] = 4096
        user_file(SMALL + f'api_base = "{server.address}"\n')
        assert (
            models(capsys, "ps")[1] == f"qwen:latest · 4096 tokens · 5120 MB · until t · Ollama at {server.address}\n"
        )
        assert json.loads(models(capsys, "ps", "--json")[1])[0]["context_tokens"] == 4096
    assert models(capsys, "ps")[1] == "no model server runs\n"


def test_rm_deletes_what_servers_of_the_model_keep(capsys: Capture) -> None:
    folder = state_dir() / "servers"
    folder.mkdir(parents=True)
    kept = ["qwen2.5-coder-1.5b-8192-ab.state", "qwen2.5-coder-0.5b-8192-ab.lock", "x-qwen2.5-coder-0.5b-8192-a.state"]
    gone = ["qwen2.5-coder-0.5b-8192-fe8e-64.state", "qwen2.5-coder-0.5b-4096-fe8e.prefix"]
    for name in (*kept, *gone):
        (folder / name).touch()
    assert models(capsys, "rm", "qwen2.5-coder-0.5b")[0] == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(kept)
