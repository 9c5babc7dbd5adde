import pytest

from diskquota import Limit, Row, format_size, parse_size

K, M, G, T = (1024**power for power in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (G - 1, "1.0G"), (M - 1, "1.0M"), (T - 1, "1.0T"), (1024 * T - 1, "1024.0T"), (1024 * T, "1024.0T"),
        (M - 50, "1.0M"), (G - 50_000, "1.0G"), (int(1023.96 * M), "1.0G"), (int(1023.99 * G), "1.0T"),
        (int(1023.94 * M), "1023.9M"), (int(1023.9 * G), "1023.9G"), (int(1023.94 * K), "1023.9K"), (M - 52, "1023.9K"),
        (int(1023.8 * K), "1023.8K"), (1023 * M, "1023.0M"), (1000 * M, "1000.0M"), (1000 * K, "1000.0K"),
        (int(999.96 * M), "1000.0M"),
    ],
)  # fmt: skip
def test_just_below(size, text):
    assert format_size(size) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0"), (1, "1"), (999, "999"), (1000, "1000"), (1023, "1023"), (1024, "1.0K"), (1025, "1.0K"), (1536, "1.5K"),
        (M, "1.0M"), (M + 1, "1.0M"), (1572864, "1.5M"), (G, "1.0G"), (int(9.96 * G), "10.0G"), (int(1.94 * G), "1.9G"),
        (T, "1.0T"), (3000 * T, "3000.0T"),
    ],
)  # fmt: skip
def test_others(size, text):
    assert format_size(size) == text


def test_never_1024():
    for unit in (M, G, T):
        for less in range(1, unit // 1024, max(1, unit // 1024 // 200)):
            assert not format_size(unit - less).startswith("1024")


def test_parse_and_row():
    assert parse_size("1.5G") == 1610612736
    row = Row("bo", G - 1, Limit(10 * G, 12 * G), "ok")
    assert str(row) == "bo               1.0G of    10.0G  ok"
