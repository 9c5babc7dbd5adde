from datetime import datetime, timezone

import pytest

from accesslog import Entry
from accesslog.__main__ import main
from accesslog.report import make_report
from accesslog.settings import Settings, read_settings
from support import WORKSPACE

TIME = datetime(2025, 5, 1, tzinfo=timezone.utc)
BOTS = "[filter]\nbots = robot\n"


def report(tmp_path, text, *seconds):
    path = tmp_path / "some.ini"
    path.write_text(text)
    entries = [Entry("a", None, TIME, "GET", "/", "", 200, 1, "Mozilla", value) for value in seconds]
    entries.append(Entry("a", None, TIME, "GET", "/", "", 200, 1, "Robot", 100.0))
    return make_report(entries, read_settings(path)).splitlines()


@pytest.mark.parametrize(
    ("setting", "seconds", "count"),
    [
        ("0.5", (0.4, 0.5, 0.6, 0.7, None), 2),
        ("1", (0.9, 1.0, 1.1), 1),
        ("2.25", (2.25, 2.251, 0.1), 1),
        ("10", (1.0, 2.0), 0),
        ("0", (0.0, 0.001, None), 1),
    ],
)
def test_with_the_setting(tmp_path, setting, seconds, count):
    lines = report(tmp_path, f"{BOTS}[report]\nslow_seconds = {setting}\n", *seconds)
    assert lines.count(f"slow: {count}") == 1
    place = lines.index(f"slow: {count}")
    assert lines[place + 1].startswith("status: ")
    assert lines[place - 1].startswith("95% within: ")
    assert lines[:place] + lines[place + 1 :] == report(tmp_path, BOTS, *seconds)


def test_when_no_seconds_were_logged(tmp_path):
    lines = report(tmp_path, BOTS + "[report]\nslow_seconds = 1\n", None, None)
    place = lines.index("slow: 0")
    assert lines[place - 1].startswith("errors: ")
    assert lines[place + 1].startswith("status: ")


def test_without_the_setting(tmp_path):
    assert not any(line.startswith("slow") for line in report(tmp_path, BOTS, 0.1, 9.0))
    assert not any(line.startswith("slow") for line in make_report([], Settings()).splitlines())


@pytest.mark.parametrize("text", ["[report]\nslow_seconds = much\n", "[filter]\nslow_seconds = 1\n", "[report]\nslow = 1\n"])
def test_wrong_settings(tmp_path, text):
    (tmp_path / "some.ini").write_text(text)
    with pytest.raises(ValueError):
        read_settings(tmp_path / "some.ini")


def test_other_settings_are_as_before(tmp_path):
    (tmp_path / "some.ini").write_text("[filter]\nbots = a\nignore = /b\n[report]\ntop = 7\nsession_minutes = 8\nslow_seconds = 9\n")
    settings = read_settings(tmp_path / "some.ini")
    assert (settings.bots, settings.ignore, settings.top, settings.session_minutes) == (("a",), ("/b",), 7, 8)
    assert Settings(("a",), ("/b",), 7, 8).session_minutes == 8


def test_the_command(tmp_path, capsys):
    (tmp_path / "some.ini").write_text("[report]\nslow_seconds = 0.1\n")
    assert main(["--config", str(tmp_path / "some.ini"), str(WORKSPACE / "samples" / "monday.log")]) == 0
    assert "slow: 3" in capsys.readouterr().out.splitlines()
