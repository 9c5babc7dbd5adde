"""The program's own log: its level, its secrets, and what the screen sees of it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_runtime.config import APP, Settings, state_dir
from agent_runtime.interfaces.logs import log_file, start_log


@pytest.fixture(autouse=True)
def no_log_left() -> Iterator[None]:
    root = logging.getLogger()
    level, raising = root.level, logging.raiseExceptions
    with warnings.catch_warnings():
        yield
    root.setLevel(level)
    logging.raiseExceptions = raising
    logging.getLogger("LiteLLM").setLevel(logging.NOTSET)
    for handler in [item for item in root.handlers if item.name == APP]:
        root.removeHandler(handler)
        handler.close()


def test_the_level_decides_what_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    start_log(Settings(log_level="WARNING"))
    logging.getLogger("x").info("small")
    logging.getLogger("x").warning("large")
    start_log(Settings(log_level="DEBUG"))
    logging.getLogger("x").debug("tiny")
    lines = log_file().read_text().splitlines()
    assert [line.split(": ", 1)[1] for line in lines] == ["large", "tiny"]
    assert log_file().parent.stat().st_mode & 0o777 == 0o700
    assert capfd.readouterr().err == ""


def test_secrets_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_API_KEY", "hunter2hunter2hunter2")
    start_log(Settings())
    logging.getLogger("x").error("it said hunter2hunter2hunter2")
    assert "it said" in log_file().read_text()
    assert "hunter2" not in log_file().read_text()


def test_warnings_are_shown_on_request(capfd: pytest.CaptureFixture[str]) -> None:
    start_log(Settings(suppress_warnings=False))
    logging.getLogger("LiteLLM").warning("a library's remark")
    assert "a library's remark" in capfd.readouterr().err


def test_a_log_that_cannot_be_written_is_none(capfd: pytest.CaptureFixture[str]) -> None:
    (state_dir() / "logs").parent.mkdir(parents=True, exist_ok=True)
    Path(state_dir() / "logs").write_text("in the way")
    start_log(Settings())
    logging.getLogger("x").error("lost")
    assert capfd.readouterr().err == ""
