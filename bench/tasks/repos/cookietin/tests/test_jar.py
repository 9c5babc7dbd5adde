from cookietin import Jar
from cookietin.__main__ import main

SHOP = "https://shop.example.com/cart/list"


def filled(*lines, url=SHOP):
    """A jar with a cookie stored in each second from 100 on."""
    jar = Jar()
    for now, line in enumerate(lines, 100):
        assert jar.store(url, line, now)
    return jar


def test_hosts():
    jar = filled("a=1; Path=/", "b=2; Path=/; Domain=example.com")
    assert {cookie.name for cookie in jar.cookies_for("https://shop.example.com/", 200)} == {"a", "b"}
    assert jar.header("https://www.example.com/", 200) == "b=2"
    assert jar.header("https://www.example.org/", 200) == ""


def test_secure():
    jar = filled("a=1; Path=/; Secure")
    assert jar.header("https://shop.example.com", 200) == "a=1"
    assert jar.header("http://shop.example.com", 200) == ""
    assert not jar.store("http://shop.example.com/", "b=1; Secure", 200)


def test_longer_paths_first():
    jar = filled("a=1; Path=/", "b=2; Path=/cart/list", "c=3")
    assert jar.header(SHOP, 200) == "b=2; c=3; a=1"


def test_oldest_first():
    jar = filled("a=1; Path=/", "b=2; Path=/", "c=3; Path=/cart", "d=4; Path=/cart")
    assert jar.header(SHOP, 200) == "c=3; d=4; a=1; b=2"
    assert jar.store(SHOP, "a=9; Path=/", 150)
    assert jar.header("https://shop.example.com/", 200) == "a=9; b=2"


def test_expiry():
    jar = filled("a=1; Max-Age=10", "b=2")
    assert len(jar.cookies_for(SHOP, 109)) == 2
    assert jar.header(SHOP, 110) == "b=2"
    assert (jar.purge(110), len(jar)) == (1, 1)
    assert jar.store(SHOP, "b=; Max-Age=-1", 111)
    assert len(jar) == 0


def test_max_age_zero_deletes():
    jar = filled("sid=1; Max-Age=600", "lang=en")
    assert jar.store(SHOP, "sid=; Max-Age=0", 200)
    assert jar.header(SHOP, 200) == "lang=en"
    assert jar.store(SHOP, "lang=; Max-Age=0; Expires=Sat, 01 Jan 2050 00:00:00 GMT", 201)
    assert len(jar) == 0


def test_session(tmp_path):
    jar = filled("a=1; Max-Age=600", "b=2")
    jar.save(tmp_path / "jar.json")
    assert Jar.load(tmp_path / "jar.json").header(SHOP, 200) == "a=1"
    jar.end_session()
    assert jar.header(SHOP, 200) == "a=1"


def test_command(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("https://a.com/ sid=1\nhttps://a.com/ x=1; Domain=b.com\n\n")
    assert main([str(tmp_path / "x.txt"), "https://a.com/"]) == 0
    done = capsys.readouterr()
    assert (done.out, done.err) == ("sid=1\n", "cookietin: line 2 refused\n")
