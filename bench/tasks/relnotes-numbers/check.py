import shutil

import pytest

from relnotes import Version, read_notes
from relnotes.__main__ import main
from relnotes.section import latest_version
from support import WORKSPACE

KINDS = ["added", "fixed"]


@pytest.mark.parametrize("tickets", [(9, 10), (100, 20, 3), (2, 11, 1), (1, 2, 3), (1000, 999, 5, 51)])
def test_notes(tmp_path, tickets):
    for index, ticket in enumerate(tickets):
        (tmp_path / f"{ticket}.{KINDS[index % 2]}.md").write_text(f"Text {ticket}.\n")
    notes = read_notes(tmp_path, KINDS)
    assert [note.ticket for note in notes] == sorted(tickets)
    assert [note.text for note in notes] == [f"Text {ticket}." for ticket in sorted(tickets)]


@pytest.mark.parametrize(
    ("texts", "latest"),
    [
        (("1.10.0", "1.9.2", "1.9.1"), (1, 10, 0)),
        (("1.9.2", "1.10.0"), (1, 10, 0)),
        (("10.0.0", "9.9.9"), (10, 0, 0)),
        (("1.9.2", "1.9.10", "1.9.3"), (1, 9, 10)),
        (("2.0.0", "2.0.0-rc.1"), (2, 0, 0)),
        (("2.0.0-rc.9", "2.0.0-rc.10"), (2, 0, 0, 10)),
        (("v1.2.0", "1.3.0"), (1, 3, 0)),
        (("0.0.1",), (0, 0, 1)),
        ((), (0, 0, 0)),
    ],
)
def test_latest(texts, latest):
    changelog = "# Changes\n\n" + "".join(f"## {text} (2025-01-01)\n\n- Text. (#1)\n\n" for text in texts)
    assert latest_version(changelog) == Version(*latest)


def test_two_releases(tmp_path, capsys):
    for name in ("relnotes.json", "CHANGELOG.md"):
        shutil.copy(WORKSPACE / name, tmp_path / name)
    notes = tmp_path / "notes"
    notes.mkdir()
    for ticket, kind in ((9, "added"), (10, "added"), (100, "fixed"), (11, "fixed")):
        (notes / f"{ticket}.{kind}.md").write_text("Text.\n")
    assert main(["--root", str(tmp_path), "release", "2025-04-01"]) == 0
    (notes / "9.fixed.md").write_text("Text.\n")
    assert main(["--root", str(tmp_path), "release", "2025-04-02"]) == 0
    assert capsys.readouterr().out == "released 1.10.0\nreleased 1.10.1\n"
    text = (tmp_path / "CHANGELOG.md").read_text()
    places = [text.index(part) for part in ("## 1.10.1", "## 1.10.0", "(#9)\n- Text. (#10)", "(#11)\n- Text. (#100)", "## 1.9.2")]
    assert places == sorted(places)
