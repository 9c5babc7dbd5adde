"""The servers that we start ourselves, with real models where their packages are.

TRANSFORMERS_PYTHON and LLAMA_CPP_PYTHON name interpreters that have `transformers` or `llama-cpp-python` installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import ContextTooLong, ModelFileError
from agent_runtime.models import catalog, download, local
from agent_runtime.models.base import Message, SilentWatcher
from agent_runtime.models.client import LiteLLMModel
from agent_runtime.models.gguf import Memory
from agent_runtime.models.registry import make_model
from tests.conftest import REAL_DATA_DIR
from tests.fakes.gguf_files import write_gguf, write_lora
from tests.models.test_profiles import user_file

PROMPT = [Message("system", "You are brief."), Message("user", "Count to five.")]
SMALLEST = catalog.find("qwen2.5-coder-0.5b")

TINY = """
import sys
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
vocabulary = {token: number for number, token in enumerate([*sorted(pre_tokenizers.ByteLevel.alphabet()), "<end>"])}
tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")
fast.chat_template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\\n{% endfor %}assistant: "
fast.save_pretrained(sys.argv[1])
torch.manual_seed(0)
config = LlamaConfig(
    vocab_size=len(vocabulary), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=1024, eos_token_id=vocabulary["<end>"],
)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
"""


def interpreter(variable: str, package: str) -> str:
    """An interpreter that has the package."""
    if named := os.environ.get(variable):
        return named
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is an extra; {variable} may name an interpreter that has it")
    return sys.executable


@pytest.fixture(autouse=True)
def stop_servers() -> Iterator[None]:
    yield
    for record in local.running():
        local.stop(record)


def test_a_hugging_face_model_made_on_the_spot(tmp_path: Path) -> None:
    python = interpreter("TRANSFORMERS_PYTHON", "transformers")
    folder = tmp_path / "tiny"
    subprocess.run([python, "-c", TINY, str(folder)], check=True, capture_output=True)
    user_file(
        f'[[model]]\nid = "tiny"\nbackend = "transformers"\nmodel = "{folder}"\npython = "{python}"\n'
        "context_tokens = 1024\nmax_tokens = 16\ntemperature = 0.0\n"
    )
    model = make_model(Settings(model_id="tiny", agent_offline=True), workspace=tmp_path)
    first = model.complete(PROMPT, SilentWatcher())
    again = model.complete(PROMPT, SilentWatcher())
    assert first.text == again.text
    assert first.usage.prompt_tokens == len("system: You are brief.\nuser: Count to five.\nassistant: ")
    assert 0 < first.usage.completion_tokens <= 16
    record = local.running()[0]
    assert httpx.get(f"{record.api_base}/models").status_code == 401
    with httpx.Client(headers={"Authorization": f"Bearer {record.api_key}"}) as client:
        assert client.get(f"{record.api_base}/models").json()["data"][0]["id"] == "tiny"
        assert client.post(f"{record.api_base}/chat/completions", content=b"{").status_code == 400
    with pytest.raises(ContextTooLong):
        model.complete([Message("user", "word " * 220)], SilentWatcher())
    local.stop(record)
    assert model.complete(PROMPT, SilentWatcher()).text == first.text  # it is started anew


def test_a_folder_that_is_no_model_is_an_error_at_once(tmp_path: Path) -> None:
    python = interpreter("TRANSFORMERS_PYTHON", "transformers")
    (tmp_path / "empty").mkdir()
    user_file(f'[[model]]\nid = "x"\nbackend = "transformers"\nmodel = "{tmp_path / "empty"}"\npython = "{python}"\n')
    with pytest.raises(ModelFileError, match="ended at once"):
        make_model(Settings(model_id="x", agent_offline=True), workspace=tmp_path).complete(PROMPT, SilentWatcher())


@pytest.mark.model
def test_llama_cpp_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = interpreter("LLAMA_CPP_PYTHON", "llama_cpp")
    monkeypatch.setenv("XDG_DATA_HOME", str(REAL_DATA_DIR.parent))
    if not download.is_present(SMALLEST):
        pytest.skip("needs `agent-runtime models pull qwen2.5-coder-0.5b`")
    user_file(
        f'[[model]]\nid = "l"\nbackend = "llama-cpp-python"\nmodel = "{SMALLEST.name}"\npython = "{python}"\n'
        "context_tokens = 1024\nmax_tokens = 24\ntemperature = 0.0\n"
    )
    completion = make_model(Settings(model_id="l"), workspace=tmp_path).complete(PROMPT, SilentWatcher())
    assert re.findall(r"\d", completion.text) == list("12345")
    record = local.running()[0]
    children = psutil.Process(record.pid).children()
    assert record.api_key not in " ".join(word for child in children for word in child.cmdline())
    assert not list(record.file.parent.glob("*.settings"))
    local.stop(record)
    assert psutil.wait_procs(children, 10)[1] == []


@pytest.mark.model
def test_an_embedded_file_of_ones_own_with_ngram_speculation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(REAL_DATA_DIR.parent))
    if not download.is_present(SMALLEST):
        pytest.skip("needs `agent-runtime models pull qwen2.5-coder-0.5b`")
    user_file(
        f'[[model]]\nid = "own"\nbackend = "embedded"\nmodel = "{SMALLEST.path}"\nspeculation = "ngram"\n'
        "context_tokens = 1024\nmax_tokens = 24\ntemperature = 0.0\n"
    )
    model = make_model(Settings(model_id="own"), workspace=tmp_path)
    assert isinstance(model, LiteLLMModel)
    assert re.findall(r"\d", model.complete(PROMPT, SilentWatcher()).text) == list("12345")
    assert model.digest is None


@pytest.mark.model
def test_an_adapter_changes_what_the_model_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(REAL_DATA_DIR.parent))
    adapter = write_lora(tmp_path / "adapter.gguf", "qwen2", "blk.0.attn_output.weight", 1536)
    profile = 'backend = "embedded"\nmodel = "qwen2.5-coder-1.5b"\ncontext_tokens = 1024\nmax_tokens = 16\n'
    user_file("".join(
        f'[[model]]\nid = "{name}"\n{profile}temperature = 0.0\nlora = [{{path = "{adapter}", scale = {scale}}}]\n'
        for name, scale in (("strong", 4.0), ("faint", 1e-6))
    ))  # fmt: skip
    said = {}
    for name in ("faint", "strong"):
        said[name] = make_model(Settings(model_id=name), workspace=tmp_path).complete(PROMPT, SilentWatcher()).text
        local.stop(local.running()[0])
    counted = re.compile(r"(1|one)\b.*(2|two)\b.*(3|three)\b", re.IGNORECASE | re.DOTALL)
    assert counted.search(said["faint"]), said
    assert not counted.search(said["strong"]), said


@pytest.mark.model
def test_what_every_prompt_begins_with_is_evaluated_once_beyond_a_servers_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(REAL_DATA_DIR.parent))
    prefix = [Message("system", "You are brief. " + "Tools are listed here. " * 30), *PROMPT[1:]]
    prefix += [Message("assistant", "1 2 3 4 5")]

    def evaluated(task: str) -> tuple[int, int]:
        model = make_model(
            Settings(model_id="embedded/qwen2.5-coder-1.5b", model_keep_alive_s=1, model_max_tokens=16),
            workspace=tmp_path,
        )
        model.prefix = prefix
        completion = model.complete([*prefix, Message("user", task)], SilentWatcher())
        assert completion.evaluated_tokens is not None
        return completion.evaluated_tokens, completion.usage.cached_tokens

    first, cached = evaluated("Count to two.")
    assert (first > 150, cached) == (True, 0)
    wait_for(lambda: local.running() == [])  # by itself: it keeps what it evaluated only then
    (state,) = Path(os.environ["XDG_STATE_HOME"]).rglob("*.state")
    assert state.stat().st_mode & 0o077 == 0
    after, cached = evaluated("Count to three.")
    assert after < 30 < 150 < cached
    for record in local.running():
        local.stop(record)
    state.write_bytes(b"damaged")
    again, cached = evaluated("Count to four.")
    assert (again > 150, cached) == (True, 0)


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "damaged.gguf", padding=100)
    user_file(f'[[model]]\nid = "d"\nbackend = "embedded"\nmodel = "{path}"\ncontext_tokens = 1024\nmax_tokens = 64\n')
    model = make_model(Settings(model_id="d"), workspace=tmp_path)
    with pytest.raises(ModelFileError, match=r"'d' ended at once"):
        model.complete(PROMPT, SilentWatcher())
    assert local.running() == []


def test_a_backend_that_is_not_installed_says_so(tmp_path: Path) -> None:
    spec = local.ServerSpec("x", "X", tmp_path, Memory(0, 0, 0), backend="transformers", python=sys.executable)
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("torch is installed here")
    with pytest.raises(ModelFileError, match="No module named 'torch'"):
        local.ensure(spec)


def test_no_key_of_ours_reaches_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-for-servers-0123456789")
    seen = tmp_path / "environment"
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\nenv > {seen}\nexit 1\n")
    fake.chmod(0o755)
    spec = local.ServerSpec("x", "X", tmp_path, Memory(0, 0, 0), python=str(fake))
    with pytest.raises(ModelFileError, match="exit status 1"):
        local.ensure(spec)
    assert "PATH=" in seen.read_text()
    assert "sk-not-for-servers" not in seen.read_text()


def test_other_options_are_another_server(tmp_path: Path) -> None:
    plain = local.ServerSpec("x", "X", tmp_path, Memory(0, 0, 0))
    other = local.ServerSpec("x", "X", tmp_path, Memory(0, 0, 0), options={"speculation": "ngram"})
    assert plain.file != other.file
    assert plain.file == local.ServerSpec("x", "X", tmp_path, Memory(1, 2, 3), keep_alive_s=9).file


def test_a_server_whose_process_is_gone_is_no_server(tmp_path: Path) -> None:
    spec = local.ServerSpec("x", "X", tmp_path, Memory(0, 0, 0))
    spec.file.write_text(
        json.dumps(
            {
                "model_name": "x", "model_path": "p", "context_tokens": 1, "api_key": "k", "pid": 2**22 - 1,
                "create_time": time.time(), "port": 9, "started": time.time(),
            }
        )
    )  # fmt: skip
    assert local.running() == []
    assert not spec.file.exists()
