import tomllib

from smallmake import build_order, load_rules
from support import WORKSPACE, run_python, started_as


def plain(text):
    """The file as data, in which the order of the needs does not count."""
    data = tomllib.loads(text)
    for rule in data["rules"].values():
        rule["needs"] = sorted(rule.get("needs", []))
    return data


def test_the_file():
    expected = plain(started_as("smallmake.toml").replace('"css"', '"styles"'))
    assert plain((WORKSPACE / "smallmake.toml").read_text()) == expected


def test_the_order():
    rules = load_rules(WORKSPACE / "smallmake.toml")
    assert set(rules) == {"folder", "styles", "pages", "charts", "site"}
    order = build_order(rules, "site")
    assert order.index("folder") < order.index("styles") < order.index("pages") < order.index("site")


def test_check():
    done = run_python("-m", "smallmake", "check")
    assert (done.returncode, done.stdout) == (0, "5 rules, no mistakes\n")


def test_the_code_is_as_before():
    for path in sorted((WORKSPACE / "smallmake").glob("*.py")):
        assert path.read_text() == started_as(f"smallmake/{path.name}")
