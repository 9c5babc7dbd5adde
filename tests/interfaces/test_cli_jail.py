"""`jail run` and `jail probe`, as a user calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner

from agent_runtime.interfaces.cli_jail import app, make_app
from tests.jail.harness import EchoHost

RUNNER = CliRunner()


def test_run_prints_output_and_value(tmp_path: Path) -> None:
    file = tmp_path / "step.py"
    file.write_text("print('hello')\n6 * 7\n")
    result = RUNNER.invoke(app, ["run", str(file)])
    assert (result.exit_code, result.stdout) == (0, "hello\n42\n")
    result = RUNNER.invoke(app, ["run", "-", "--json"], input="print('a')\nfinal_answer({'x': 1})")
    shown = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (shown["output"], shown["is_final_answer"], shown["logs"], shown["error"]) == ({"x": 1}, True, "a\n", None)
    assert shown["backend"] in ("bubblewrap", "landlock", "seatbelt")


def test_a_failing_file_ends_with_1_and_its_traceback(tmp_path: Path) -> None:
    file = tmp_path / "step.py"
    file.write_text("\n1 / 0\n")
    result = RUNNER.invoke(app, ["run", str(file)])
    assert result.exit_code == 1
    assert 'File "<step>", line 2' in result.stderr
    result = RUNNER.invoke(app, ["run", str(file), "--json"])
    assert json.loads(result.stdout)["error"]["type"] == "StepFailed"


def test_usage_errors_end_with_2(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["run", str(tmp_path / "missing.py")]).exit_code == 2
    file = tmp_path / "step.py"
    file.write_text("1")
    assert RUNNER.invoke(app, ["run", str(file), "--tools"]).exit_code == 2
    assert RUNNER.invoke(app, ["run", str(file), "--jail", "castle"]).exit_code == 2


def test_tools_go_to_the_host_that_was_handed_in(tmp_path: Path) -> None:
    host = EchoHost()

    @contextmanager
    def open_host(workspace: Path) -> Iterator[EchoHost]:
        assert workspace == Path.cwd()
        yield host

    result = RUNNER.invoke(make_app(open_host), ["run", "-", "--tools"], input="echo('x')")
    assert (result.exit_code, result.stdout) == (0, "x\n")
    assert host.calls == [("echo", {"value": "x"})]


def test_none_warns(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["run", "-", "--jail", "none"], input="1")
    assert "runs with your privileges" in result.stderr


def test_probe() -> None:
    result = RUNNER.invoke(app, ["probe", "--json"])
    shown = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [item["name"] for item in shown["backends"]] == ["bubblewrap", "landlock", "seatbelt"]
    assert shown["chosen"] in [item["name"] for item in shown["backends"] if item["works"]]
    assert shown["chosen"] in RUNNER.invoke(app, ["probe"]).stdout
