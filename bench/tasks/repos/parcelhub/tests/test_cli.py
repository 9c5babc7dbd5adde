from pathlib import Path

from parcelhub.cli import main

DATA = Path(__file__).parent.parent / "data"


def test_price(capsys):
    assert main(["price", str(DATA / "monday.csv")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "40010 DE     5.19",
        "40011 FR    14.49",
        "40012 DE    21.49",
        "not accepted: 40013: nothing is sent to GB",
        "total 41.17",
    ]


def test_state(capsys):
    assert main(["state", str(DATA / "scans.csv")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "40010 delivered (Bonn, 04.03. 13:25)",
        "40011 accepted (Kassel, 03.03. 18:12)",
    ]


def test_a_missing_file(capsys):
    assert main(["labels", str(DATA / "none.csv")]) == 1
    assert capsys.readouterr().err.startswith("parcelhub: ")
