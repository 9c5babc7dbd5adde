import shutil

import lendingdesk.fines
import lendingdesk.money
from support import WORKSPACE, run_python

from lendingdesk.cli import main


def test_each_module_can_be_imported_first():
    for name in ("", ".money", ".fines", ".desk", ".store", ".cli"):
        assert run_python("-c", f"import lendingdesk{name}").returncode == 0


def test_show_cents_lives_in_money():
    assert lendingdesk.money.show_cents.__module__ == "lendingdesk.money"
    assert lendingdesk.money.show_cents(1205) == "12.05"
    assert not hasattr(lendingdesk.fines, "show_cents")


def test_the_command_line(tmp_path, capsys):
    library = shutil.copy(WORKSPACE / "data" / "library.json", tmp_path / "library.json")
    options = ["--library", str(library), "--rules", str(WORKSPACE / "data" / "rules.json"), "--today", "2024-05-14"]
    assert main([*options, "lend", "m3", "b3"]) == 1
    assert main([*options, "return", "b2"]) == 0
    assert main([*options, "member", "m2"]) == 0
    done = capsys.readouterr()
    assert done.err == "lendingdesk: Jana Kern has to pay 10.25 first\n"
    assert done.out.splitlines()[:2] == ["fine 1.25", "Paul Berg, unpaid fines: 2.75"]
