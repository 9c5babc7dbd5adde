from pathlib import Path

from chordbook import SetList, read_setlist, read_song
from chordbook.cli import main

ROOT = Path(__file__).parent.parent


def test_read():
    friday = read_setlist(ROOT / "setlists" / "friday.txt", ROOT / "songs")
    assert friday.rows()[0] == "1. Harbour Lights (A, 96 bpm)"
    assert friday.songs[-1].key == "Em"


def test_move():
    songs = [read_song(ROOT / "songs" / f"{name}.cho") for name in ("slow-train", "kitchen-radio", "paper-boats")]
    evening = SetList(songs)
    evening.move("Paper Boats", 1)
    assert evening.titles() == ["Paper Boats", "Slow Train North", "Kitchen Radio"]


def test_show(capsys):
    assert main(["show", str(ROOT / "songs" / "kitchen-radio.cho"), "--key", "G"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["Kitchen Radio (G, 100 bpm)", "G               C"]
    assert main(["show", str(ROOT / "songs" / "kitchen-radio.cho"), "--key", "Gm"]) == 1
