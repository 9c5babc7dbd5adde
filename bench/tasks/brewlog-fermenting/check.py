import pytest
from brewlog.cli import main

HEAD = "number,beer,brewed,og,fg,bottled,bottles\n"
DONE = "3,Wheat,2024-05-04,1.048,1.012,2024-05-25,41\n"
NOT_YET = "4,Stout,2024-06-01,1.064,,,\n"
NOT_FERMENTED = "5,Malt Drink,2024-06-02,1.040,1.040,2024-06-03,20\n"


@pytest.fixture
def brewlog(tmp_path, capsys):
    def run(rows, *arguments):
        (tmp_path / "batches.csv").write_text(HEAD + rows)
        assert main(["--data", str(tmp_path), *arguments]) == 0
        return capsys.readouterr().out.splitlines()

    return run


def test_list(brewlog):
    assert brewlog(NOT_YET, "list") == ["  4  2024-06-01       -  Stout"]
    assert brewlog(DONE + NOT_YET + NOT_FERMENTED, "list") == [
        "  3  2024-05-04   4.7 %  Wheat",
        "  4  2024-06-01       -  Stout",
        "  5  2024-06-02   0.0 %  Malt Drink",
    ]


def test_show(brewlog):
    assert brewlog(DONE + NOT_YET, "show", "4") == [
        "Batch 4: Stout",
        "Brewed on 2024-06-01, original gravity 1.064",
        "Alcohol: -",
    ]
    assert "Alcohol: 4.7 %" in brewlog(DONE + NOT_YET, "show", "3")
    assert "Alcohol: 0.0 %" in brewlog(NOT_FERMENTED, "show", "5")
