from parcelhub.cli import main
from support import WORKSPACE

FILE = str(WORKSPACE / "data" / "monday.csv")


def lines(capsys, *arguments):
    assert main(list(arguments)) == 0
    return capsys.readouterr().out.splitlines()


def test_one_country(capsys):
    assert lines(capsys, "price", FILE, "--country", "FR") == ["40011 FR    14.49", "total 14.49"]
    assert lines(capsys, "price", FILE, "--country", "fr") == ["40011 FR    14.49", "total 14.49"]
    german = ["40010 DE     5.19", "40012 DE    21.49", "total 26.68"]
    assert lines(capsys, "price", "--country", "DE", FILE) == german
    assert lines(capsys, "price", FILE, "--country", "De") == german


def test_nothing_is_sent_there(capsys):
    assert lines(capsys, "price", FILE, "--country", "gb") == [
        "not accepted: 40013: nothing is sent to GB",
        "total 0.00",
    ]
    assert lines(capsys, "price", FILE, "--country", "IT") == ["total 0.00"]


def test_without_the_option(capsys):
    assert lines(capsys, "price", FILE) == [
        "40010 DE     5.19",
        "40011 FR    14.49",
        "40012 DE    21.49",
        "not accepted: 40013: nothing is sent to GB",
        "total 41.17",
    ]
    assert lines(capsys, "labels", FILE)[:4] == ["From: parcelhub", "To: Anna Roth", "DE 1.2 kg", "*400107*"]
    assert len(lines(capsys, "state", str(WORKSPACE / "data" / "scans.csv"))) == 2
