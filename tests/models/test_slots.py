"""Places of a model, over threads and processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agent_runtime.errors import Interrupted
from agent_runtime.models.slots import Slots

HOLD = """
import sys, threading
from agent_runtime.models.slots import Slots
with Slots("m", 2).hold(threading.Event()):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_places_are_limited_over_processes_and_freed_when_one_is_killed() -> None:
    slots = Slots("m", 2)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    others = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(2)
    ]
    try:
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
        assert slots.used() == 2
        assert slots.take() is None
        others[0].kill()
        others[0].wait()
        assert slots.used() == 1
        with slots.hold(threading.Event()):
            assert slots.used() == 2
    finally:
        for other in others:
            other.kill()
            other.communicate()


def test_waiting_can_be_interrupted() -> None:
    slots, cancelled = Slots("one/two:three", 1), threading.Event()
    with slots.hold(cancelled):
        threading.Timer(0.1, cancelled.set).start()
        with pytest.raises(Interrupted), slots.hold(cancelled):
            pass


def test_without_a_limit_nothing_is_kept() -> None:
    slots = Slots("free", None)
    with slots.hold(threading.Event()):
        assert slots.used() == 0
    place = slots.take()
    assert place is not None
    with place:
        assert slots.used() == 1
