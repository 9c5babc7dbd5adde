import itertools

import pytest

from cookietin import Jar

URL = "https://shop.example.com/cart/list"


def filled(*cookies):
    jar = Jar()
    for now, line in cookies:
        assert jar.store(URL, line, now)
    return jar


@pytest.mark.parametrize("order", itertools.permutations(range(4)))
def test_order(order):
    lines = [(100 + 7 * age, f"n{age}={age}; Path={path}") for age, path in enumerate(["/", "/cart", "/", "/cart"])]
    jar = filled(*(lines[number] for number in order))
    assert jar.header(URL, 200) == "n1=1; n3=3; n0=0; n2=2"
    assert [cookie.name for cookie in jar.cookies_for(URL, 200)] == ["n1", "n3", "n0", "n2"]
    assert jar.header("https://shop.example.com/", 200) == "n0=0; n2=2"


def test_longer_paths_first():
    jar = filled((1, "a=1; Path=/"), (2, "b=2; Path=/cart/list"), (3, "c=3; Path=/cart"))
    assert jar.header(URL, 200) == "b=2; c=3; a=1"
    jar = filled((3, "a=1; Path=/"), (2, "b=2; Path=/cart/list"), (1, "c=3; Path=/cart"))
    assert jar.header(URL, 200) == "b=2; c=3; a=1"


def test_same_moment():
    jar = filled((100, "b=1; Path=/"), (100, "c=2; Path=/"), (100, "a=3; Path=/"), (99, "d=4; Path=/"))
    assert jar.header(URL, 200) == "d=4; b=1; c=2; a=3"


def test_same_name():
    jar = filled((100, "sid=old; Path=/; Domain=example.com"), (150, "sid=new; Path=/"))
    assert jar.header(URL, 200) == "sid=old; sid=new"
    jar = filled((100, "sid=old; Path=/"), (150, "sid=new; Path=/; Domain=example.com"))
    assert jar.header(URL, 200) == "sid=old; sid=new"


def test_new_value_keeps_the_age():
    jar = filled((100, "a=1; Path=/"), (110, "b=2; Path=/"), (120, "a=9; Path=/"))
    assert jar.header(URL, 200) == "a=9; b=2"
    assert jar.store(URL, "a=; Path=/; Max-Age=-1", 130)
    assert jar.store(URL, "a=5; Path=/", 140)
    assert jar.header(URL, 200) == "b=2; a=5"


def test_kept_in_a_file(tmp_path):
    jar = filled((120, "a=1; Path=/; Max-Age=500"), (110, "b=2; Path=/; Max-Age=500"), (130, "c=3; Max-Age=500"))
    jar.save(tmp_path / "jar.json")
    assert Jar.load(tmp_path / "jar.json").header(URL, 200) == "c=3; b=2; a=1"
    assert [cookie.name for cookie in jar] == ["a", "b", "c"]


def test_others():
    jar = filled((100, "a=1; Path=/; Max-Age=10"), (101, "b=2; Path=/other"), (102, "c=3; Path=/"))
    assert jar.header(URL, 105) == "a=1; c=3"
    assert jar.header(URL, 110) == "c=3"
    assert jar.header("https://example.org/", 105) == ""
