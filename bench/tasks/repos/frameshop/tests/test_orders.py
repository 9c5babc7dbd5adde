from datetime import date

from orders import Order, load_orders, next_number, overdue

OLD = Order(1, "Ada", date(2025, 4, 1), 2000)
DONE = Order(2, "Ben", date(2025, 3, 20), 3000, collected=True)
OLDER = Order(3, "Cleo", date(2025, 3, 28), 1500)
TODAY = date(2025, 4, 3)


def test_overdue():
    assert overdue([OLD, OLDER], TODAY) == [OLDER, OLD]


def test_collected_orders_are_not_overdue():
    assert overdue([OLD, DONE], TODAY) == [OLD]


def test_not_on_the_day_itself():
    assert overdue([OLD], date(2025, 4, 1)) == []


def test_next_number():
    assert next_number([OLD, OLDER, DONE]) == 4
    assert next_number([]) == 1


def test_load(tmp_path):
    file = tmp_path / "orders.json"
    file.write_text('[{"number": 1, "customer": "Ada", "due": "2025-04-01", "price": 2000}]')
    assert load_orders(file) == [OLD]
