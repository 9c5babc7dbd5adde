"""Lines are whole, in order, and survive what a disk does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.records.journal import AppendFile, read_lines, whole_lines_end

LINES = st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b" ")), max_size=20)


def read(path: Path) -> list[bytes]:
    return [line for line, _ in read_lines(path)]


def test_a_line_after_a_torn_one_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntor")
    assert read(path) == [b"one"]
    assert whole_lines_end(path) == 4
    file = AppendFile(path)
    assert file.append(b"two")
    file.close()
    assert read(path) == [b"one", b"tor", b"two"]


def test_no_file_has_no_lines(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == []
    assert whole_lines_end(tmp_path / "none") == 0


class Disk:
    """Takes `room` bytes and then refuses."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.write = os.write

    def __call__(self, fd: int, data: bytes) -> int:
        if self.room == 0:
            raise OSError(28, "No space left on device")
        taken = min(len(data), self.room)
        self.room -= taken
        return self.write(fd, data[:taken])


@pytest.mark.parametrize("room", range(26))
def test_a_full_disk_at_any_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    notices: list[str] = []
    disk = Disk(room)
    path = tmp_path / "a.jsonl"
    file = AppendFile(path, notices.append)
    monkeypatch.setattr(os, "write", disk)
    lines = [f"line {index}".encode() for index in range(5)]
    for line in lines[:4]:
        file.append(line)
    disk.room = 10_000
    file.append(lines[4])
    file.close()
    assert read(path) == lines
    assert len(notices) == 1


def test_room_that_comes_at_closing_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(3)
    path = tmp_path / "a.jsonl"
    file = AppendFile(path)
    monkeypatch.setattr(os, "write", disk)
    assert not file.append(b"first")
    disk.room = 100
    file.close()
    assert read(path) == [b"first"]


@settings(max_examples=60)
@given(first=LINES, torn=st.binary(max_size=30), second=LINES)
def test_lines_come_back(
    tmp_path_factory: pytest.TempPathFactory, first: list[bytes], torn: bytes, second: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("j") / "a.jsonl"
    file = AppendFile(path)
    for line in first:
        file.append(line)
    file.close()
    with path.open("ab") as raw:
        raw.write(torn.replace(b"\n", b" "))
    assert read(path) == first
    file = AppendFile(path)
    for line in second:
        file.append(line)
    file.close()
    found = read(path)
    assert found[: len(first)] == first
    assert not second or found[-len(second) :] == second
    offsets = [0, *(offset for _, offset in read_lines(path))]
    for index, offset in enumerate(offsets):
        assert [line for line, _ in read_lines(path, offset)] == found[index:]
    assert not second or whole_lines_end(path) == offsets[-1] == path.stat().st_size
