import dataclasses
import re

from accesslog import Entry, read_log
from accesslog.__main__ import main
from accesslog.filters import without_bots
from support import WORKSPACE, own_tests_pass


def read_sample():
    with open(WORKSPACE / "samples" / "monday.log", encoding="utf-8") as file:
        return read_log(file)[0]


def test_the_field():
    names = [field.name for field in dataclasses.fields(Entry)]
    assert names == ["client", "user", "time", "method", "path", "query", "status", "size", "user_agent", "seconds"]
    assert not hasattr(Entry, "agent")
    assert [entry.user_agent for entry in read_sample()][3:5] == ["Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0"]
    assert not hasattr(read_sample()[0], "agent")


def test_nothing_uses_the_old_name():
    for path in WORKSPACE.rglob("*.py"):
        assert not re.search(r"\.agent\b", path.read_text(encoding="utf-8")), path


def test_the_rest_is_as_before(capsys):
    entries = read_sample()
    assert without_bots(entries, ["CURL", "googleBot"]) == [*entries[:3], entries[6]]
    assert main(["--config", str(WORKSPACE / "accesslog.ini"), str(WORKSPACE / "samples" / "monday.log")]) == 0
    assert capsys.readouterr().out.startswith("requests: 5\nvisits: 3\n")


def test_their_tests_pass():
    assert own_tests_pass("tests")
    for name in ("parser", "filters", "report"):
        assert own_tests_pass(f"tests/test_{name}.py")
