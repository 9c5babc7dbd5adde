from gridsheet.show import show_value


def test_decimals():
    values = (0.25, 1.5, 2.0, 3.14159, -0.75, 1234.567)
    assert [show_value(value) for value in values] == ["0.25", "1.5", "2", "3.14", "-0.75", "1234.57"]
