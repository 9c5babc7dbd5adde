"""models.toml: what is read, and how each mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.config import Settings, config_dir
from agent_runtime.errors import ConfigError, UnknownModel
from agent_runtime.models.client import LiteLLMModel
from agent_runtime.models.registry import WORKSPACE_FILE, Registry, effective_id, make_model
from agent_runtime.models.routing import RoutedModel

SMALL = '[[model]]\nid = "small"\nbackend = "ollama"\nmodel = "qwen:1b"\ncomplexity = "low"\n'
BIG = '[[model]]\nid = "big"\nbackend = "openai"\nmodel = "qwen"\napi_base = "http://127.0.0.1:9/v1"\n'


def user_file(text: str) -> Path:
    path = config_dir() / "models.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def workspace_file(workspace: Path, text: str) -> Path:
    path = workspace / WORKSPACE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_a_file_there_is_the_catalogue(tmp_path: Path) -> None:
    registry = Registry.load(tmp_path)
    assert registry.is_empty
    assert list(registry.entries) == ["embedded/qwen2.5-coder-1.5b", "embedded/qwen2.5-coder-0.5b"]


def test_the_workspace_wins_entry_by_entry(tmp_path: Path) -> None:
    user_file('default = "big"\n' + SMALL + BIG + '[aliases]\nfast = "small"\n[[route]]\nthen = "big"\n')
    workspace_file(
        tmp_path, 'default = "fast"\n' + SMALL.replace("1b", "3b") + '[[route]]\nif = {need = "chat"}\nthen = "small"\n'
    )
    registry = Registry.load(tmp_path)
    assert registry.group("fast")[0].model == "qwen:3b"
    assert registry.group("big")[0].model == "qwen"
    assert registry.default == "fast"
    assert [route.then for route, _ in registry.routes] == ["small", "big"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[model]\n", ["models.toml is not valid TOML", "line 1"]),
        (SMALL + "colour = 1\n", ["models.toml:6: model.colour is no key here"]),
        (
            SMALL + BIG + 'complexity = "vast"\n',
            ["models.toml:11: model.complexity 'vast'", "'low', 'medium'"],
        ),
        ('[[model]]\nid = "x"\nbackend = "magic"\nmodel = "m"\n', ["models.toml:3: model.backend 'magic'", "'ollama'"]),
        ('[[model]]\nbackend = "ollama"\nmodel = "m"\n', ["models.toml:1: model.id is missing"]),
        ('[[model]]\nid = "a b"\nbackend = "ollama"\nmodel = "m"\n', ["models.toml:2: id 'a b' may hold"]),
        ('[[model]]\nid = "auto"\nbackend = "ollama"\nmodel = "m"\n', ["models.toml:2", "'auto' is what chooses"]),
        (SMALL + SMALL, ["models.toml:7: id 'small' stands already in line 2"]),
        (BIG.replace("http://127.0.0.1:9/v1", "localhost:8000"), ["models.toml:5", "http://localhost:8000/v1"]),
        ('[[model]]\nid = "x"\nbackend = "openai"\nmodel = "m"\n', ["models.toml:1", "needs 'api_base'"]),
        ('[[model]]\nid = "x"\nbackend = "command"\n', ["backend 'command' needs 'command'"]),
        (SMALL + 'speculation = "draft"\n', ["'draft_model' go together"]),
        (SMALL + "context_tokens = 10\n", ["models.toml:6: model.context_tokens 10"]),
        (SMALL + 'device = "tpu"\n', ["models.toml:6: model.device 'tpu'"]),
        (
            SMALL + 'fallback = ["smal"]\n',
            ["toml:6: fallback of 'small'", "no model 'smal'", "Did you mean small"],
        ),
        ('[[route]]\nthen = "none"\n', ["models.toml:2: then: there is no model 'none'"]),
        (SMALL + '[[route]]\nif = {match = "("}\nthen = "small"\n', ["models.toml:7", "is no regular expression"]),
        (SMALL + '[[route]]\nif = {weather = "x"}\nthen = "small"\n', ["models.toml:7", "weather is no key here"]),
        ('default = "smal"\n' + SMALL, ["models.toml:1: default: there is no model 'smal'"]),
        (
            'default = "small"\n' + SMALL + "default = true\n",
            ["There are 2 defaults", "toml:1", "toml:7"],
        ),
        (SMALL + "default = true\n" + BIG + "default = true\n", ["There are 2 defaults", ":6", ":12"]),
        (SMALL + '[aliases]\nsmall = "small"\n', ["models.toml:7: the alias 'small' hides", "models.toml:2"]),
        (SMALL + '[aliases]\nauto = "small"\n', ["the alias 'auto' hides"]),
        (SMALL + "[aliases]\nx = []\n", ["the alias 'x' stands for nothing"]),
        (SMALL + '[aliases]\nx = "small"\ny = "x"\n', ["models.toml:8", "names the alias 'x'; name the models"]),
        (
            SMALL + 'fallback = ["big"]\n' + BIG + 'fallback = ["small"]\n',
            ["models.toml:2: the fallbacks go in a circle: small -> big -> small"],
        ),
        (SMALL + 'fallback = ["x"]\n[aliases]\nx = ["small"]\n', ["go in a circle: small -> small"]),
    ],
)
def test_mistakes_are_named_with_file_line_and_key(tmp_path: Path, text: str, words: list[str]) -> None:
    user_file(text)
    with pytest.raises(ConfigError) as caught:
        Registry.load(tmp_path)
    assert caught.value.exit_code == 2
    for word in words:
        assert word in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    user_file(SMALL + "context_tokens = 1\nseed = -1\n")
    with pytest.raises(ConfigError, match=r"(?s):6: model.context_tokens.*:7: model.seed"):
        Registry.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[[model]]\nid = "x"\nbackend = "command"\ncommand = ["sh"]\n', ":3: backend of 'x' runs a command"),
        (
            '[[model]]\nid = "x"\nbackend = "transformers"\nmodel = "m"\ntrust_remote_code = true\n',
            ":5: trust_remote_code",
        ),
        (
            BIG.replace("127.0.0.1:9", "203.0.113.9") + 'api_key_env = "OPENAI_API_KEY"\n',
            ":6: api_key_env.*203",
        ),
    ],
)
def test_a_workspace_may_not_loosen_a_guard(tmp_path: Path, text: str, word: str) -> None:
    workspace_file(tmp_path, text)
    with pytest.raises(ConfigError, match=word):
        Registry.load(tmp_path)
    (tmp_path / WORKSPACE_FILE).unlink()
    user_file(text)
    assert Registry.load(tmp_path).knows(text.split('"')[1])


def test_what_a_model_id_becomes(tmp_path: Path) -> None:
    user_file(SMALL + "temperature = 0.7\ncontext_tokens = 4096\nmax_tokens = 99\n" + BIG + 'fallback = ["small"]\n')
    small = make_model(Settings(model_id="small", model_max_tokens=50), workspace=tmp_path)
    assert isinstance(small, LiteLLMModel)
    assert small.profile.model == "qwen:1b"
    assert (small.settings.model_temperature, small.context_tokens, small.settings.model_max_tokens) == (0.7, 4096, 50)
    assert isinstance(make_model(Settings(model_id="big"), workspace=tmp_path), RoutedModel)
    assert isinstance(make_model(Settings(model_id="auto"), workspace=tmp_path), RoutedModel)
    for name in ("embedded/qwen2.5-coder-1.5b", "ollama_chat/x", "openai/x"):
        model = make_model(Settings(model_id=name), workspace=tmp_path)
        assert isinstance(model, LiteLLMModel)
        assert model.model_id == name
    with pytest.raises(UnknownModel, match="Did you mean small"):
        make_model(Settings(model_id="smal"), workspace=tmp_path)


def test_without_a_file_any_name_goes_to_litellm_and_auto_is_refused(tmp_path: Path) -> None:
    assert make_model(Settings(model_id="gpt-4o"), workspace=tmp_path).model_id == "gpt-4o"
    with pytest.raises(ConfigError, match=r"MODEL_ID=auto.*models\.toml"):
        make_model(Settings(model_id="auto"), workspace=tmp_path)


def test_the_default_holds_where_model_id_is_not_set(tmp_path: Path) -> None:
    user_file('default = "small"\n' + SMALL)
    registry = Registry.load(tmp_path)
    assert effective_id(Settings(), registry) == "small"
    assert effective_id(Settings(model_id="big"), registry) == "big"


def test_a_declared_profile_has_its_own_address_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user_file(BIG + 'api_key_env = "BIG_KEY"\n')
    settings = Settings(model_id="big", model_api_base="http://127.0.0.1:1", model_api_key="other")
    model = make_model(settings, workspace=tmp_path)
    assert model.secrets == ()
    (tmp_path / ".env").write_text("BIG_KEY=from-dotenv\n")
    assert model.secrets == ("from-dotenv",)
    monkeypatch.setenv("BIG_KEY", "from-environment")
    assert model.secrets == ("from-environment",)


def test_offline_refuses_what_is_elsewhere(tmp_path: Path) -> None:
    user_file(BIG.replace("127.0.0.1:9", "203.0.113.9"))
    with pytest.raises(ConfigError, match=r"AGENT_OFFLINE is set, but 'big' is reached at http://203\.0\.113\.9"):
        make_model(Settings(model_id="big", agent_offline=True), workspace=tmp_path)
