"""The log of the program itself (`LOG_LEVEL`, `SUPPRESS_WARNINGS`): a file in the state folder, without secrets."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from logging.handlers import RotatingFileHandler
from pathlib import Path

from agent_runtime.config import APP, Settings, state_dir
from agent_runtime.redact import Redactor

MAX_BYTES = 1_000_000


def log_file() -> Path:
    """Where the log is written; one older file is kept beside it."""
    return state_dir() / "logs" / f"{APP}.log"


def start_log(settings: Settings) -> None:
    """Write what this program and its libraries log to `log_file`, from `LOG_LEVEL` up. With `SUPPRESS_WARNINGS` off,
    libraries' warnings and logs are shown on stderr too. A log that cannot be written is none."""
    root = logging.getLogger()
    for handler in [item for item in root.handlers if item.name == APP]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(settings.log_level)
    logging.raiseExceptions = False  # a full disk must not write over the screen
    _add(_file_or_none())
    if not settings.suppress_warnings:
        warnings.simplefilter("default")
        logging.getLogger("LiteLLM").setLevel(logging.NOTSET)
        _add(logging.StreamHandler(sys.stderr))


def _file_or_none() -> logging.Handler:
    folder = log_file().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return logging.NullHandler()  # with no handler at all, Python prints to stderr
    return RotatingFileHandler(log_file(), maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8", delay=True)


def _add(handler: logging.Handler) -> None:
    handler.name = APP
    handler.setFormatter(_Formatter())
    logging.getLogger().addHandler(handler)


class _Formatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
        self._redactor = Redactor.from_environment(os.environ)

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.text(super().format(record))
