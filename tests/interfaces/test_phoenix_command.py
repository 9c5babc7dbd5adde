"""`agent-runtime phoenix`: finds Phoenix or says how to install it, and starts it for this machine alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from agent_runtime.errors import ConfigError
from agent_runtime.interfaces.phoenix import find_phoenix, phoenix, phoenix_environment

app = typer.Typer()
app.command()(phoenix)
app.command("other")(lambda: None)


def test_nothing_is_reachable_from_outside_or_loaded_from_there(tmp_path: Path) -> None:
    given = {"PHOENIX_HOST": "0.0.0.0", "PHOENIX_RETENTION_DAYS": "7", "PATH": "/bin"}
    made = phoenix_environment(given, port=6006, grpc_port=0, directory=tmp_path, retention_days=None)
    assert made == {
        "PATH": "/bin",
        "PHOENIX_RETENTION_DAYS": "7",
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": "6006",
        "PHOENIX_GRPC_PORT": "0",
        "PHOENIX_WORKING_DIR": str(tmp_path),
        "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
        "PHOENIX_DISABLE_AGENT_ASSISTANT": "true",
        "PHOENIX_TELEMETRY_ENABLED": "false",
        "PHOENIX_ENABLE_MCP_SERVER": "false",
        "PHOENIX_DEFAULT_RETENTION_POLICY_DAYS": "7",
    }
    assert phoenix_environment({}, port=1, grpc_port=0, directory=tmp_path, retention_days=3)[
        "PHOENIX_DEFAULT_RETENTION_POLICY_DAYS"
    ] == "3"  # fmt: skip


def fake_python(path: Path, status: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


def test_the_interpreter_with_phoenix(tmp_path: Path) -> None:
    has, lacks = fake_python(tmp_path / "has", 0), fake_python(tmp_path / "lacks", 1)
    assert find_phoenix(has, {"PHOENIX_PYTHON": str(lacks)}) == has
    assert find_phoenix(None, {"PHOENIX_PYTHON": str(has)}) == has
    with pytest.raises(ConfigError, match="has no Phoenix"):
        find_phoenix(lacks, {})
    with pytest.raises(ConfigError, match="pip install arize-phoenix"):
        find_phoenix(tmp_path / "none", {})


def test_the_command_says_how_to_install_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["phoenix", "--python", str(fake_python(tmp_path / "lacks", 1))])
    assert result.exit_code == 2
    assert "arize-phoenix" in result.stderr


def test_the_compose_file_publishes_to_this_machine_only() -> None:
    services = yaml.safe_load((Path(__file__).parents[2] / "docker-compose.yml").read_text())["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    command, program, option, code = services["phoenix"]["healthcheck"]["test"]
    assert (command, program, option) == ("CMD", "python3", "-c")  # the image has no shell
    compile(code, "healthcheck", "exec")
    variables = services["phoenix"]["environment"]
    made = phoenix_environment({}, port=6006, grpc_port=0, directory=Path("/"), retention_days=None)
    for name in ("ALLOW_EXTERNAL_RESOURCES", "DISABLE_AGENT_ASSISTANT", "TELEMETRY_ENABLED", "ENABLE_MCP_SERVER"):
        assert variables[f"PHOENIX_{name}"] == made[f"PHOENIX_{name}"]
