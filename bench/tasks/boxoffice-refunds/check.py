import pytest
from support import WORKSPACE, started_as

from boxoffice import Prices, SeatError, load_hall, load_show, parse_seats, plan, seats_by_category, takings
from boxoffice.cli import main

DATA = WORKSPACE / "data"
PRICES = Prices({"front": 2000, "stalls": 1500, "rear": 1000}, {"full": 0, "student": 25, "child": 50})


@pytest.fixture
def show():
    return load_show(DATA / "shows" / "2025-10-05.json", load_hall(DATA / "hall.json"))


def test_from_a_file(show):
    assert show.taken() == set(parse_seats("D5-D8, F7-F8"))
    assert takings(show, PRICES) == 4 * 1500 + 2 * 750
    assert seats_by_category(show, PRICES) == {"front": 0, "stalls": 4, "rear": 2}
    assert plan(show)[3] == "D ....xxxx...."
    assert show.together(8) == parse_seats("A1-A8")


def test_refund_and_sell_again(show):
    ivo = show.sales[0]
    show.refund(ivo)
    assert show.taken() == set(parse_seats("F7-F8"))
    assert takings(show, PRICES) == 1500
    show.sell("Lena", "child", parse_seats("D7-D10"))
    assert show.taken() == set(parse_seats("F7-F8, D7-D10"))
    assert takings(show, PRICES) == 1500 + 4 * 750
    with pytest.raises(SeatError):
        show.sell("Ivo", "full", parse_seats("D6-D7"))
    with pytest.raises(SeatError):
        show.refund(ivo)
    again = show.sell("Ivo", "full", parse_seats("D5, D6"))
    assert takings(show, PRICES) == 1500 + 4 * 750 + 3000
    show.refund(again)
    assert show.taken() == set(parse_seats("F7-F8, D7-D10"))
    assert takings(show, PRICES) == 1500 + 4 * 750


def test_all_refunded(show):
    for sale in list(show.sales):
        if not sale.refunded:
            show.refund(sale)
    assert show.taken() == set()
    assert takings(show, PRICES) == 0


def test_the_command(capsys):
    assert main(["--data", str(DATA), "report", str(DATA / "shows" / "2025-10-04.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["front: 4", "stalls: 7", "rear: 12", "takings: 329.80"]


@pytest.mark.parametrize("name", ["2025-10-04.json", "2025-10-05.json"])
def test_the_data_are_as_before(name):
    assert (DATA / "shows" / name).read_text() == started_as(f"data/shows/{name}")
