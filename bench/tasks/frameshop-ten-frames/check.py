import pytest
from pricing import discount_percent, order_price
from support import WORKSPACE, run_python, started_as

STEPS = {"discount": [{"pieces": n, "percent": p} for n, p in ((2, 1), (4, 8), (20, 12), (50, 30))]}


@pytest.mark.parametrize(
    ("pieces", "percent"), [(1, 0), (2, 1), (3, 1), (4, 8), (19, 8), (20, 12), (49, 12), (50, 30), (900, 30)]
)
def test_discount(pieces, percent):
    assert discount_percent(pieces, STEPS) == percent
    assert order_price(1000, pieces, STEPS) == pieces * (1000 - 10 * percent)


def test_no_discount_at_all():
    assert discount_percent(100, {"discount": []}) == 0


@pytest.mark.parametrize(("pieces", "total"), [(2, "46.40"), (9, "198.36"), (10, "197.20"), (12, "236.64")])
def test_the_command(pieces, total):
    done = run_python("shop.py", "quote", "20x30", "--moulding", "oak", "--pieces", str(pieces))
    assert (done.returncode, done.stdout) == (0, f"{pieces} x 23.20 EUR = {total} EUR\n")


def test_the_prices_are_the_same():
    assert (WORKSPACE / "prices.toml").read_text() == started_as("prices.toml")
