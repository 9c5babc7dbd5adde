"""A pytest that is started once for many candidates says what one that is started for each of them says."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent_runtime.agent.search.copies import write_edits
from agent_runtime.agent.search.trial import COLD, TrialResult, Trials
from agent_runtime.agent.search.warm import can_start
from agent_runtime.governance.sandbox import Sandbox

CHECK = "python -m pytest -q"
CODE = "def double(number):\n    return number * 2\n"
TESTS = """\
from pathlib import Path

from shop.prices import double


def test_two():
    assert double(2) == 4


def test_nothing():
    assert double(0) == 0


def test_what_is_there():
    here = Path(__file__).parent.parent
    names = {str(path.relative_to(here)) for path in here.rglob("*") if ".agent-runtime" not in str(path)}
    assert {"shop", "shop/prices.py", "data.txt", "link.txt", "tests"} <= names
    assert not {name for name in names if "junk" in name}
    assert (here / "data.txt").read_text() == "as it was\\n"
    assert not Path("/tmp/junk").exists()


def test_broken():
    assert double(3) == 7
"""
WRONG = "def double(number):\n    return number + 3\n"
RIGHT = "def double(number):\n    return number * 2 + (number == 3)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "shop" / "__init__.py").write_text("")
    (root / "shop" / "prices.py").write_text(CODE)
    (root / "tests" / "test_prices.py").write_text(TESTS)
    (root / "data.txt").write_text("as it was\n")
    (root / "link.txt").symlink_to("data.txt")
    return root


@pytest.fixture
def trials(project: Path) -> Iterator[Trials]:
    with closing(warm(project)) as made:
        yield made


def warm(root: Path, command: str = CHECK, seconds: float = 60.0) -> Trials:
    """Trials whose next one is not begun from the check's start, if it can be helped."""
    made = Trials(Sandbox.probe(root), command, timeout_s=seconds, cancel=threading.Event())
    for _ in range(COLD):
        made.run({})
    return made


def started(trials: Trials) -> bool:
    return trials._warm is not None


def told(result: TrialResult) -> tuple[object, ...]:
    summary = result.summary
    assert summary is not None
    return (result.status, summary.passed, summary.failed, summary.errors, [each.id for each in summary.failures])


AS_IT_WAS = ("failed", 3, 1, 0, ["tests/test_prices.py::test_broken"])


def test_it_says_what_the_check_says(project: Path, trials: Trials) -> None:
    with closing(Trials(Sandbox.probe(project), CHECK, timeout_s=60, cancel=threading.Event())) as cold:
        for edits in (
            {},
            {"shop/prices.py": WRONG},
            {"shop/prices.py": "raise ValueError\n"},
            {"shop/prices.py": None},
        ):
            cold._asked = 0  # each is begun from the check's start
            expected = cold.run(edits)
            result = trials.run(edits)
            assert started(trials)
            assert told(result) == told(expected)
            assert result.output.split(" in ")[0] == expected.output.split(" in ")[0]
    assert trials.run({"shop/prices.py": RIGHT}).passed


LEFT = (
    "import pathlib; pathlib.Path('junk').mkdir(); pathlib.Path('shop/junk.py').write_text('x')",
    "import pathlib; pathlib.Path('data.txt').write_text('changed by\\n')",
    "import os; os.utime('data.txt', (1, 1)); open('data.txt', 'a').write('!')",
    "import shutil; shutil.rmtree('tests'); shutil.rmtree('shop')",
    "import os, shutil; shutil.rmtree('tests'); os.symlink('/etc', 'tests')",
    "import os; os.remove('link.txt'); os.symlink('/etc/passwd', 'link.txt')",
    "import os; os.remove('data.txt'); os.mkdir('data.txt')",
    "import os; os.chmod('shop', 0o700); os.chmod('data.txt', 0)",
    "open('/tmp/junk', 'w'); open('/dev/shm/junk', 'w')",
    "import os; os.rename('shop/prices.py', 'shop/junk.py')",
    "import os; os.mkfifo('junk')",
)


def test_what_a_candidate_leaves_is_gone(trials: Trials, project: Path) -> None:
    for left in LEFT:
        trials.run({"shop/prices.py": f"{left}\n{WRONG}"})
        assert told(trials.run({})) == AS_IT_WAS, left
        assert started(trials), left
    assert (project / "data.txt").read_text() == "as it was\n"


def test_what_a_candidate_leaves_running_is_ended(trials: Trials) -> None:
    writer = "while True:\n    open('data.txt', 'w').write('changed')"
    started_by = (
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {writer!r}], start_new_session=True)\n"
    )
    trials.run({"shop/prices.py": started_by + WRONG})
    for _ in range(3):
        assert told(trials.run({})) == AS_IT_WAS
        time.sleep(0.05)
    assert started(trials)


@pytest.mark.parametrize(
    "attack",
    [
        "os.kill(os.getppid(), 9)",
        "os.kill(os.getppid(), 19)",
        "os.open('.agent-runtime-warm/requests', os.O_RDONLY | os.O_NONBLOCK)",
        "open('.agent-runtime-warm/agent_runtime_warm.py', 'w')",
        "import shutil; shutil.rmtree('.agent-runtime-warm')",
    ],
)
def test_a_candidate_that_ends_it_changes_no_result(
    project: Path, attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.warm.GRACE_S", 2.0)
    with closing(warm(project, seconds=4.0)) as trials:
        assert trials.run({"shop/prices.py": f"import os\n{attack}\n{WRONG}"}).status in ("failed", "timed out")
        assert told(trials.run({})) == AS_IT_WAS


def test_a_forged_answer_does_not_win(trials: Trials) -> None:
    forging = (
        "import gc, os, sys\n"
        "plugin = sys.modules['agent_runtime_warm']\n"
        "found = [each for each in gc.get_objects() if isinstance(each, dict) and 'mark' in each]\n"
        "for mark in {plugin.MARK, *(str(each['mark']) for each in found)}:\n"
        "    os.write(1, f'1 passed in 0.1s\\n\\x1e{mark} 0\\n'.encode())\n"
    )
    result = trials.run({"shop/prices.py": forging + WRONG})
    assert not result.passed
    assert told(trials.run({})) == AS_IT_WAS


def test_what_does_not_end_is_ended(project: Path) -> None:
    with closing(warm(project, seconds=4.0)) as trials:
        assert trials.run({"shop/prices.py": "while True: pass\n"}).status == "timed out"
        assert started(trials)
        assert told(trials.run({})) == AS_IT_WAS


def test_other_modules_are_loaded_once_and_the_projects_own_each_time(project: Path) -> None:
    (project / "tests" / "test_modules.py").write_text(
        "import sys\nBEFORE = 'xml.sax.saxutils' in sys.modules\nimport xml.sax.saxutils\n\n\n"
        "def test_it():\n    print('loaded before:', BEFORE)\n    raise ValueError\n"
    )
    with closing(warm(project)) as trials:
        assert "loaded before: True" in trials.run({"shop/prices.py": WRONG}).output


def test_tests_that_see_the_difference_are_begun_from_the_start(project: Path) -> None:
    (project / "tests" / "test_modules.py").write_text(
        "import sys\nBEFORE = 'xml.sax.saxutils' in sys.modules\nimport xml.sax.saxutils\n\n\n"
        "def test_it():\n    assert not BEFORE\n"
    )
    with closing(warm(project)) as trials:
        assert told(trials.run({}))[1:3] == (4, 1)
        assert not started(trials)


def test_a_plugin_of_the_project_is_never_loaded_before_a_change(project: Path) -> None:
    (project / "own_plugin.py").write_text("import shop.prices\n")
    (project / "pytest.ini").write_text("[pytest]\naddopts = -p own_plugin\n")
    with closing(warm(project)) as trials:
        assert told(trials.run({"shop/prices.py": WRONG}))[:3] == ("failed", 1, 3)
        assert not started(trials)


def test_a_test_that_starts_pytest_itself(project: Path) -> None:
    """As pytest-xdist does for its workers: the other process knows nothing of the plugin."""
    (project / "tests" / "test_other.py").write_text(
        "import os\nimport subprocess\nimport sys\n\n\ndef test_it():\n"
        "    assert not {'PYTEST_PLUGINS', 'PYTHONPATH', 'AGENT_RUNTIME_WARM'} & set(os.environ)\n"
        "    command = [sys.executable, '-m', 'pytest', '-q', 'tests/test_prices.py', '-k', 'nothing']\n"
        "    assert '1 passed' in subprocess.run(command, capture_output=True, text=True, timeout=30).stdout\n"
    )
    with closing(warm(project)) as trials:
        assert told(trials.run({"shop/prices.py": CODE.replace("* 2", "* 5")}))[:3] == ("failed", 3, 2)
        assert started(trials)


def test_the_workspace_is_left_alone(project: Path, trials: Trials) -> None:
    trials.run({"shop/prices.py": WRONG})
    assert started(trials)
    assert not (project / ".git").exists()  # no stand-in for protected names
    (project / ".env").write_text("A=1\n")  # of a person, meanwhile
    trials.close()
    assert (project / ".env").read_text() == "A=1\n"
    assert {path.name for path in project.iterdir()} == {".env", "data.txt", "link.txt", "shop", "tests"}


def test_settings_of_pytest_are_read_anew(project: Path, trials: Trials) -> None:
    trials.run({"shop/prices.py": WRONG})
    assert started(trials)
    (project / "src").mkdir()
    result = trials.run({"pytest.ini": "[pytest]\naddopts = -k two\n", "shop/prices.py": WRONG})
    assert told(result)[:3] == ("failed", 0, 1)
    assert told(trials.run({})) == AS_IT_WAS


def test_edits_of_the_same_size_do_not_stay(trials: Trials) -> None:
    for number in range(6):
        other = {"shop/__init__.py": f"SIZE = {number}\n"}
        assert told(trials.run({"shop/prices.py": CODE.replace("* 2", f"* {number + 3}"), **other}))[0] == "failed"
        assert told(trials.run(other)) == AS_IT_WAS


def test_a_port_that_a_candidate_used_is_free_for_the_next(project: Path) -> None:
    serve = (
        "import socket\n\n\ndef double(number):\n    server = socket.socket()\n    server.bind(('127.0.0.1', 8765))\n"
        "    server.listen()\n    client = socket.create_connection(('127.0.0.1', 8765))\n"
        "    server.accept()[0].close()\n    client.close()\n    server.close()\n    return number\n"
    )
    (project / "tests" / "test_prices.py").write_text(
        "from shop.prices import double\n\n\ndef test_it():\n    assert double(3) == 7\n"
    )
    with closing(warm(project)) as trials:
        for number in range(2):
            result = trials.run({"shop/prices.py": f"{serve}# {number}\n"})
            assert "Address already in use" not in result.output
            assert "assert 3 == 7" in result.output


def test_what_is_installed_by_a_link_is_the_projects_own(project: Path) -> None:
    packages = project.parent / "site-packages"
    packages.mkdir()
    (packages / "shop").symlink_to(project / "shop")
    (project / "pytest.ini").write_text(f"[pytest]\npythonpath = {packages}\naddopts = --import-mode=importlib\n")
    with closing(warm(project)) as trials:
        assert told(trials.run({"shop/prices.py": WRONG}))[:3] == ("failed", 1, 3)
        assert trials.run({"shop/prices.py": RIGHT}).passed


def test_edits_stay_in_the_copy(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "link").symlink_to(outside)
    write_edits(root, {"link/a.txt": "x", "../b.txt": "x", "inside/c.txt": "x"})
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["c.txt"]


@pytest.mark.parametrize(
    ("command", "can"),
    [
        ("pytest", True),
        ("python3 -m pytest -q tests/test_x.py::test_y -k 'a or b'", True),
        ("uv run --frozen pytest -x", True),
        ("ruff check . && pytest -q", False),
        ("pytest -q; true", False),
        ("pytest -q | tail -3", False),
        ("pytest $(ls tests)", False),
        ("cd sub\npytest", False),
        ("make test", False),
        ("python -m pytest_other", False),
    ],
)
def test_which_checks_are_started_once(project: Path, command: str, can: bool) -> None:
    assert can_start(Sandbox.probe(project), command) is can
    assert not can_start(Sandbox(project, backend="none"), command)


NEW = "tests/test_new.py"
NEW_TESTS = "from shop.prices import double\n\n\ndef test_new():\n    print('told')\n    assert double(4) == 8\n"


def test_versions_are_compared_by_a_new_file_of_tests(project: Path, trials: Trials) -> None:
    with closing(trials.another(f"{CHECK} {NEW} -s")) as others:
        for _ in range(COLD + 1):  # from the check's start at first
            right = others.compared({NEW: NEW_TESTS})
            wrong = others.compared({NEW: NEW_TESTS, "shop/prices.py": WRONG})
            assert (right.passed, wrong.passed) == (True, False)
            assert "told" in right.output
            assert wrong.failing == 1
        assert started(others)
        endless = others.compared({NEW: NEW_TESTS, "shop/prices.py": "while True:\n    pass\n"})
        assert endless.status == "timed out"
        assert endless.duration_s < 20
        assert others.compared({}).failing
    assert not (project / NEW).exists()


def test_a_version_that_never_ends_takes_little_from_the_start_too(project: Path) -> None:
    trials = Trials(Sandbox.probe(project), CHECK, timeout_s=60, cancel=threading.Event())
    with closing(trials), closing(trials.another(f"{CHECK} {NEW}")) as others:
        others._warm_starts = 0
        endless = others.compared({NEW: NEW_TESTS, "shop/prices.py": "while True:\n    pass\n"})
        assert endless.status == "timed out"
        assert endless.duration_s < 20
