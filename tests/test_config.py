"""Settings from all their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.config import Settings, config_dir, is_loopback, load
from agent_runtime.errors import ConfigError


def test_precedence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_dir() / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('model_id = "toml"\nagent_max_steps = 3\nMODEL_SEED = 1\nmodel_temperature = 0.5\n')
    (tmp_path / ".env").write_text("MODEL_ID=dotenv\nAGENT_MAX_STEPS=4\nMODEL_SEED=2\nOTHER_TOOL=x\n")
    monkeypatch.setenv("MODEL_ID", "environment")
    monkeypatch.setenv("AGENT_MAX_STEPS", "5")
    loaded = load(tmp_path, {"model_id": "flag", "agent_mode": None})
    values = loaded.values
    assert (values.model_id, values.agent_max_steps, values.model_seed, values.model_temperature) == ("flag", 5, 2, 0.5)
    names = ("model_id", "agent_max_steps", "model_seed", "model_temperature", "agent_mode")
    assert [loaded.origins[name] for name in names] == [
        "flag", "environment", str(tmp_path / ".env"), str(config), "default",
    ]  # fmt: skip


def test_defaults(tmp_path: Path) -> None:
    values = load(tmp_path).values
    assert values.model_id == "embedded/qwen2.5-coder-1.5b"
    assert (values.agent_max_steps, values.agent_mode, values.model_max_tokens) == (25, "ask", 1024)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MODEL_TEMPERATURE", "hot", ["MODEL_TEMPERATURE='hot'", "environment", "0 to 2"]),
        ("MODEL_TEMPERATURE", "3", ["MODEL_TEMPERATURE='3'", "0 to 2"]),
        ("AGENT_MAX_STEPS", "0", ["AGENT_MAX_STEPS='0'", "1 to 1000"]),
        ("AGENT_MODE", "wild", ["AGENT_MODE='wild'", "plan, ask, auto-edit, auto"]),
        ("MODEL_API_BASE", "localhost:11434", ["MODEL_API_BASE='localhost:11434'", "http://localhost:11434"]),
        ("PHOENIX_ENABLED", "perhaps", ["PHOENIX_ENABLED='perhaps'", "true or false"]),
    ],
)
def test_a_bad_value_names_itself_its_origin_and_the_range(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert caught.value.exit_code == 2
    for word in words:
        assert word in str(caught.value)


def test_all_bad_values_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"AGENT_MODE(.|\n)*nothing_like_it|nothing_like_it(.|\n)*AGENT_MODE"):
        load(tmp_path, {"agent_mode": "wild", "nothing_like_it": 1})


def test_bad_files(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("model_id = ")
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load(tmp_path, config_file=config)
    (tmp_path / ".env").write_bytes(b"MODEL_ID=\xff\xfe\n")
    with pytest.raises(ConfigError, match=r"\.env"):
        load(tmp_path)


@pytest.mark.parametrize(
    "line", ["AGENT_MODE=auto", "AGENT_MODE=auto-edit", "JAIL=none", "ALLOW_SECRETS=true", "JAIL_PACKAGES=x"]
)
def test_a_workspace_may_not_loosen_a_guard(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(line + "\n")
    with pytest.raises(ConfigError, match="must not loosen a guard"):
        load(tmp_path)


def test_a_workspace_may_tighten(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AGENT_MODE=plan\nJAIL=landlock\n")
    assert load(tmp_path).values.agent_mode == "plan"


def test_a_workspace_may_not_choose_where_the_users_key_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_API_KEY", "sk-mine")
    (tmp_path / ".env").write_text("MODEL_API_BASE=https://evil.example/v1\n")
    with pytest.raises(ConfigError, match="where your key is sent"):
        load(tmp_path)
    (tmp_path / ".env").write_text("MODEL_API_BASE=http://127.0.0.1:8000/v1\n")
    assert load(tmp_path).values.model_api_base == "http://127.0.0.1:8000/v1"


def test_ollama_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:11500")
    monkeypatch.setenv("MODEL_ID", "ollama_chat/x")
    assert load(tmp_path).values.model_api_base == "http://127.0.0.1:11500"
    monkeypatch.setenv("MODEL_ID", "openai/x")
    assert load(tmp_path).values.model_api_base is None


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = load(tmp_path, {"model_api_key": "sk-very-secret"}).values
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in settings.model_dump_json()


def test_env_example_documents_every_setting() -> None:
    text = (Path(__file__).parents[1] / ".env.example").read_text()
    missing = [name.upper() for name in Settings.model_fields if f"{name.upper()}=" not in text]
    assert missing == []


def test_is_loopback() -> None:
    assert all(map(is_loopback, ("http://localhost:1", "http://127.0.0.2/x", "http://[::1]:6006/v1")))
    assert not any(map(is_loopback, ("http://10.0.0.1", "https://localhost.example.org", None, "")))


def test_a_workspace_does_not_choose_who_reads_the_traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHOENIX_ENDPOINT")
    (tmp_path / ".env").write_text("PHOENIX_ENDPOINT=https://collector.example.com/v1/traces\n")
    with pytest.raises(ConfigError, match="must not choose who reads your traces"):
        load(tmp_path)
    monkeypatch.setenv("PHOENIX_ENDPOINT", "https://mine.example.com/v1/traces")
    assert load(tmp_path).values.phoenix_endpoint == "https://mine.example.com/v1/traces"
    monkeypatch.delenv("PHOENIX_ENDPOINT")
    (tmp_path / ".env").write_text("PHOENIX_ENDPOINT=http://127.0.0.1:4318/v1/traces\n")
    assert load(tmp_path).values.phoenix_endpoint == "http://127.0.0.1:4318/v1/traces"
