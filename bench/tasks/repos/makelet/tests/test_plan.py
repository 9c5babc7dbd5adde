import os

import pytest
from makelet import MakeletError, Target, in_order, outdated

TARGETS = {
    "app": Target("app", ("a.o", "b.o")),
    "a.o": Target("a.o", ("a.c", "x.h")),
    "b.o": Target("b.o", ("b.c",)),
}


@pytest.fixture
def folder(tmp_path):
    for time, name in enumerate(["a.c", "b.c", "x.h", "a.o", "b.o", "app"], start=1000):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time, time))
    return tmp_path


def names(folder):
    return [target.name for target in outdated(TARGETS, "app", folder)]


def test_in_order():
    assert [target.name for target in in_order(TARGETS, "app")] == ["a.o", "b.o", "app"]


def test_circle():
    with pytest.raises(MakeletError, match="circle: a -> b -> a"):
        in_order({"a": Target("a", ("b",)), "b": Target("b", ("a",))}, "a")


def test_nothing_to_do(folder):
    assert names(folder) == []


def test_missing(folder):
    (folder / "app").unlink()
    assert names(folder) == ["app"]


def test_changed_header(folder):
    os.utime(folder / "x.h", (2000, 2000))
    assert names(folder) == ["a.o", "app"]
