import importlib.util

import flashdeck
from support import WORKSPACE, run_python

import flashdeck.importer
from flashdeck.cli import main


def test_each_module_can_be_imported_first():
    for name in ("", ".cards", ".boxes", ".deck", ".importer", ".store", ".stats", ".cli"):
        done = run_python("-c", f"import flashdeck{name}")
        assert done.returncode == 0, done.stderr


def test_the_names():
    assert flashdeck.parse_cards is flashdeck.importer.parse_cards
    assert flashdeck.parse_cards.__module__ == "flashdeck.importer"
    assert set(flashdeck.__all__) >= {"Card", "Deck", "parse_cards"}
    for name in flashdeck.__all__:
        assert hasattr(flashdeck, name)


def test_the_old_names_are_gone():
    assert not (WORKSPACE / "flashdeck" / "reader.py").exists()
    assert importlib.util.find_spec("flashdeck.reader") is None
    for path in WORKSPACE.rglob("*.py"):
        assert "read_cards" not in path.read_text(encoding="utf-8"), path
        assert "flashdeck.reader" not in path.read_text(encoding="utf-8"), path


def test_the_import_command(tmp_path, capsys):
    options = ["--deck", str(tmp_path / "deck.json"), "--today", "2025-06-30"]
    assert main([*options, "import", str(WORKSPACE / "decks" / "spanish.txt")]) == 0
    assert main([*options, "due", "--limit", "1"]) == 0
    assert capsys.readouterr().out == "7 new cards\n1  hola\n"
    (tmp_path / "bad.txt").write_text("nothing\n")
    assert main([*options, "import", str(tmp_path / "bad.txt")]) == 1
    assert "line 1 is no card" in capsys.readouterr().err
