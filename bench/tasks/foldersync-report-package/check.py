import foldersync
import foldersync.report
import pytest
from foldersync import Changes, FileState, Step
from foldersync.cli import main
from support import WORKSPACE, run_python, started_as


@pytest.mark.parametrize("name", ["", ".report", ".report.rows", ".report.sizes", ".cli", ".plan", ".snapshot"])
def test_each_module_can_be_imported_first(name):
    assert run_python("-c", f"import foldersync{name}").returncode == 0


def test_the_package():
    names = ("human_size", "step_rows", "summary")
    places = [getattr(foldersync.report, name).__module__.removeprefix("foldersync.report.") for name in names]
    assert places == ["sizes", "rows", "rows"]
    for name in names:
        assert getattr(foldersync, name) is getattr(foldersync.report, name)
    assert not (WORKSPACE / "foldersync" / "report.py").exists()
    assert not (WORKSPACE / "foldersync" / "sizes.py").exists()


def test_they_do_what_they_did():
    assert foldersync.human_size(1549) == "1.5 kB"
    assert foldersync.step_rows([Step("move", "b", "a"), Step("delete", "c")]) == ["move a -> b", "delete c"]
    changes = Changes(["x"], [], ["y"], [])
    assert foldersync.summary(changes, {"x": FileState(2000, "x")}) == "1 added, 0 changed, 1 removed, 0 moved (2.0 kB)"


def test_the_command(tmp_path, capsys):
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no changes\n"
    assert run_python("-m", "foldersync", "--help").returncode == 0


@pytest.mark.parametrize("name", ["__init__", "__main__", "cli", "compare", "ignore", "plan", "snapshot"])
def test_the_rest_is_as_before(name):
    assert (WORKSPACE / "foldersync" / f"{name}.py").read_text() == started_as(f"foldersync/{name}.py")
