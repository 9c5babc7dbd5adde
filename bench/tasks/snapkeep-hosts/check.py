from snapkeep import Policy, make_plan, parse_name
from snapkeep.cli import main

WEB = [f"web_2025-06-0{day}_0200" for day in (3, 2, 1)]
DB = ["db_2025-05-02_1400", "db_2025-05-02_0200", "db_2025-04-01_0200"]
MAIL = ["mail_old_2024-01-01_0000"]
ALL = WEB + DB + MAIL


def plan(policy, *names, protect=()):
    result = make_plan([parse_name(name) for name in names], policy, protect)
    assert len({*result.keep, *result.remove}) == len(result.keep) + len(result.remove) == len(names)
    return {entry.name: rules for entry, rules in result.keep.items()}, {entry.name for entry in result.remove}


def test_the_example():
    names = ("web_2025-06-01_0200", "db_2025-05-02_0200")
    assert plan(Policy(last=1), *names) == (dict.fromkeys(names, ["last"]), set())


def test_last():
    for names in (ALL, ALL[::-1], ALL[3:] + ALL[:3]):
        keep, remove = plan(Policy(last=2), *names)
        assert keep == dict.fromkeys([*WEB[:2], *DB[:2], *MAIL], ["last"])
        assert remove == {WEB[2], DB[2]}


def test_the_newest_of_every_host_stays():
    keep, remove = plan(Policy(), *ALL)
    assert keep == dict.fromkeys([WEB[0], DB[0], MAIL[0]], ["newest"])
    assert remove == {*WEB[1:], *DB[1:]}


def test_same_day_on_two_hosts():
    names = ["a_2025-06-01_0100", "a_2025-06-01_0300", "b_2025-06-01_0200", "b_2025-05-31_0200"]
    keep, remove = plan(Policy(daily=1, monthly=1), *names)
    assert keep == dict.fromkeys(["a_2025-06-01_0300", "b_2025-06-01_0200"], ["daily", "monthly"])
    assert remove == {"a_2025-06-01_0100", "b_2025-05-31_0200"}


def test_same_time_on_two_hosts():
    names = ["a_2025-06-01_0100", "b_2025-06-01_0100"]
    assert plan(Policy(daily=1), *names) == (dict.fromkeys(names, ["daily"]), set())
    assert plan(Policy(), *names) == (dict.fromkeys(names, ["newest"]), set())


def test_protected():
    keep, remove = plan(Policy(last=1), *ALL, protect=(DB[2], WEB[0]))
    assert keep == {WEB[0]: ["last", "protected"], DB[0]: ["last"], DB[2]: ["protected"], MAIL[0]: ["last"]}
    assert remove == {WEB[1], WEB[2], DB[1]}


def test_nothing():
    assert plan(Policy(last=3)) == ({}, set())


def test_apply(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("[keep]\nlast = 1\n")
    for name in ALL:
        (tmp_path / "backup" / name).mkdir(parents=True)
    assert main(["--config", str(tmp_path / "x.toml"), "apply", str(tmp_path / "backup")]) == 0
    assert {path.name for path in (tmp_path / "backup").iterdir()} == {WEB[0], DB[0], MAIL[0]}
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[0] for line in lines) == ["keep"] * 3 + ["remove"] * 4
