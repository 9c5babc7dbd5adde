import json

import pytest
from support import run_python

LIMITS = "[default]\nsoft = 100K\nhard = 200K\n[ana]\nsoft = 1M\nhard = 1M\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "limits.ini").write_text(LIMITS)

    def run(usage, day="2024-03-01", state=None):
        (tmp_path / "usage.txt").write_text("".join(f"{used}\t/home/{user}\n" for user, used in usage.items()))
        (tmp_path / "state.json").write_text(json.dumps(state or {}))
        files = [str(tmp_path / name) for name in ("limits.ini", "usage.txt")]
        return run_python("-m", "diskquota", *files, "--state", str(tmp_path / "state.json"), "--today", day)

    return run


@pytest.mark.parametrize(
    ("usage", "code"),
    [
        ({}, 0), ({"bo": 100}, 0), ({"bo": 101}, 0), ({"bo": 200}, 0), ({"bo": 201}, 2), ({"ana": 1024}, 0),
        ({"ana": 1025}, 2), ({"ana": 900, "bo": 201}, 2), ({"ana": 2000, "bo": 5}, 2), ({"bo": 300, "cy": 400}, 2),
        ({"bo": 150, "cy": 150, "di": 1}, 0), ({"ana": 1000, "bo": 201, "cy": 3}, 2), ({"blocked": 3}, 0),
    ],
)  # fmt: skip
def test_code(run, usage, code):
    done = run(usage)
    assert done.returncode == code
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(usage)


@pytest.mark.parametrize(("day", "code"), [("2024-03-01", 0), ("2024-03-07", 0), ("2024-03-08", 2), ("2024-04-01", 2)])
def test_grace_is_over(run, day, code):
    assert run({"bo": 150, "ana": 7}, day, {"bo": "2024-03-01"}).returncode == code


def test_within_again(run):
    assert run({"bo": 90}, "2024-04-01", {"bo": "2024-03-01"}).returncode == 0


def test_output_and_state(run, tmp_path):
    done = run({"cy": 50, "bo": 300, "di": 150})
    assert done.returncode == 2
    assert done.stdout.splitlines() == [
        "bo             300.0K of   100.0K  blocked",
        "di             150.0K of   100.0K  grace",
        "cy              50.0K of   100.0K  ok",
    ]
    assert json.loads((tmp_path / "state.json").read_text()) == {"bo": "2024-03-01", "di": "2024-03-01"}


def test_errors(tmp_path):
    (tmp_path / "limits.ini").write_text(LIMITS)
    (tmp_path / "usage.txt").write_text("300 /home/bo\n")
    done = run_python("-m", "diskquota", str(tmp_path / "limits.ini"), str(tmp_path / "usage.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("diskquota: not a line of du")
    done = run_python("-m", "diskquota", "none.ini", "none.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("diskquota: ")


def test_main_returns_it(tmp_path, capsys):
    from diskquota.__main__ import main

    (tmp_path / "limits.ini").write_text(LIMITS)
    for used, code in ((1, 0), (300, 2)):
        (tmp_path / "usage.txt").write_text(f"{used}\t/home/bo\n")
        assert main([str(tmp_path / "limits.ini"), str(tmp_path / "usage.txt")]) == code
        assert capsys.readouterr().out.startswith("bo ")
