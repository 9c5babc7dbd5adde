"""Choosing a backend, what each is told to do, and the seatbelt profile as text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agent_runtime.errors import JailUnavailable
from agent_runtime.jail import probe as probing
from agent_runtime.jail.backends import BACKENDS, Bubblewrap, seatbelt_profile
from agent_runtime.jail.executor import JailedPythonExecutor
from agent_runtime.jail.layout import PythonLayout, python_layout
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.tools import NoTools

LAYOUT = PythonLayout("/opt/py/bin/python3", ("/opt/py/lib", '/odd "path\\'), ("/opt/py/lib/python3.11/site-packages",))


def test_seatbelt_profile_denies_by_default_and_reads_only_python() -> None:
    text = seatbelt_profile(LAYOUT)
    assert text.startswith("(version 1)\n(deny default)\n")
    assert '(allow process-exec (literal "/opt/py/bin/python3"))' in text
    assert '(subpath "/opt/py/lib")' in text
    assert '(subpath "/odd \\"path\\\\")' in text
    assert '(deny file-read-data\n  (subpath "/opt/py/lib/python3.11/site-packages"))' in text
    assert text.count("(") == text.count(")")
    for forbidden in ("network", "file-write", "mach-lookup", "process-fork", "signal (target others)"):
        assert forbidden not in text
    assert BACKENDS["seatbelt"].command(LAYOUT, 0)[:3] == ["/usr/bin/sandbox-exec", "-p", text]


def test_bubblewrap_gives_up_everything() -> None:
    command = Bubblewrap().command(LAYOUT, 9)
    for option in ("--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"):
        assert option in command
    assert command[command.index("--cap-drop") + 1] == "ALL"
    for writable in ("--bind", "--dev-bind", "--proc", "--dev", "--share-net"):
        assert writable not in command


def test_the_layout_opens_python_and_not_its_packages() -> None:
    layout = python_layout()
    readable, listable = layout.landlock()
    assert Path(layout.executable).is_file()
    for hidden in layout.hidden:
        assert hidden not in readable
        assert not any(hidden.startswith(path + "/") for path in readable)
        assert any(hidden.startswith(path + "/") for path in listable)
    assert "/" not in readable
    assert str(Path.home()) not in readable
    with pytest.raises(JailUnavailable, match="no Python that starts"):
        python_layout("/bin/true")


def test_choose_takes_the_first_that_works_and_never_none(monkeypatch: pytest.MonkeyPatch) -> None:
    works = {item.name for item in probing.probe() if item.works}
    assert probing.choose().backend.name == next(name for name in probing.ORDER if name in works)
    monkeypatch.setenv("PATH", "/nowhere")
    probing._probe.cache_clear()
    try:
        choice = probing.choose()
        assert choice.backend.name == "landlock"
        assert "bwrap is not installed" in choice.reason
    finally:
        probing._probe.cache_clear()


def test_a_bwrap_that_is_installed_and_forbidden_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    probing._probe.cache_clear()
    try:
        with pytest.raises(JailUnavailable, match="setting up uid map: Permission denied"):
            probing.choose("bubblewrap")
    finally:
        probing._probe.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="seatbelt may work")
def test_nothing_works_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "ORDER", ("seatbelt",))
    with pytest.raises(JailUnavailable, match=r"seatbelt needs macOS.*Install bubblewrap") as caught:
        JailedPythonExecutor(NoTools())
    assert caught.value.exit_code == 2
    with pytest.raises(JailUnavailable, match="'castle' is no backend"):
        probing.choose("castle")
    assert "NOT confined" in probing.choose("none").reason


def test_the_child_is_confined_as_told() -> None:
    for name in ("bubblewrap", "landlock"):
        if not probing.probe(names=(name,))[0].works:
            continue
        with JailedPythonExecutor(NoTools(), backend=BACKENDS[name], limits=JailLimits(memory_bytes=1 << 28)) as jail:
            jail("1")
            process = jail._process
            assert process is not None
            status = dict(
                line.split(":\t", 1)
                for line in Path(f"/proc/{process.pid}/status").read_text().splitlines()
                if ":\t" in line
            )
            assert status["Seccomp"] == "2"
            assert status["NoNewPrivs"] == "1"
            for kind in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"):
                if kind != "CapBnd" or name == "bubblewrap" or status["Uid"].startswith("0"):
                    assert int(status[kind], 16) == 0
            assert len(list(Path(f"/proc/{process.pid}/fd").iterdir())) == 5
