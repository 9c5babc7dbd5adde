import pytest

from snapkeep import Policy, SettingsError, load_settings
from support import WORKSPACE, run_python, started_as


def test_the_settings():
    settings = load_settings(WORKSPACE / "snapkeep.toml")
    assert settings.policy == Policy(daily=7, weekly=4, monthly=6)
    assert list(settings.protect) == ["web_2024-12-31_2300"]


def test_the_command(tmp_path):
    for name in ("web_2024-12-31_2300", "web_2024-01-31_2300", "web_2025-06-01_0200", "web_2025-06-01_0100"):
        (tmp_path / name).mkdir()
    for month in range(1, 7):
        (tmp_path / f"web_2025-0{month}-01_0300").mkdir()
    done = run_python("-m", "snapkeep", "plan", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "keep   web_2024-12-31_2300 (daily, protected)" in done.stdout.splitlines()
    assert "remove web_2025-06-01_0100" in done.stdout.splitlines()


@pytest.mark.parametrize("text", ['[keep]\nweekly = "4"\n', "[keep]\nprotect = []\n", "[keep]\nhourly = 1\n"])
def test_wrong_settings_are_still_refused(tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "x.toml")


def test_the_code_is_as_before():
    for path in sorted((WORKSPACE / "snapkeep").glob("*.py")):
        assert path.read_text() == started_as(f"snapkeep/{path.name}")
