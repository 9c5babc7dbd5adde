from pathlib import Path

import pytest

from snapkeep import Policy, SettingsError, load_settings, make_plan, parse_name
from snapkeep.cli import main

OURS = Path(__file__).parent.parent / "snapkeep.toml"
WEB = [parse_name(f"web_2025-06-0{day}_0200") for day in (1, 2, 3)]


def test_make_plan():
    plan = make_plan(WEB, Policy(last=1), protect=("web_2025-06-01_0200",))
    assert plan.keep == {WEB[2]: ["last"], WEB[0]: ["protected"]}
    assert plan.remove == [WEB[1]]


def test_the_newest_one_stays():
    plan = make_plan(WEB, Policy())
    assert plan.keep == {WEB[2]: ["newest"]}
    assert plan.remove == [WEB[1], WEB[0]]


def test_each_host_by_itself():
    db = [parse_name("db_2025-05-01_0200"), parse_name("db_2025-05-02_0200")]
    plan = make_plan(WEB + db, Policy(last=1))
    assert list(plan.keep) == [db[1], WEB[2]]
    assert plan.remove == [db[0], WEB[1], WEB[0]]


def test_our_settings():
    settings = load_settings(OURS)
    assert (settings.policy.daily, settings.policy.weekly, settings.policy.monthly) == (7, 4, 6)
    assert settings.protect == ("web_2024-12-31_2300",)


def test_rules_in_the_settings(tmp_path):
    (tmp_path / "x.toml").write_text("[keep]\nlast = 1\nyearly = 2\n")
    assert load_settings(tmp_path / "x.toml").policy == Policy(last=1, yearly=2)


@pytest.mark.parametrize(
    "text", ["[keep]\nhourly = 2\n", "[keep]\ndaily = -1\n", '[keep]\ndaily = "2"\n', "[rules]\n", 'protect = "x"\n', "x"]
)
def test_wrong_settings(tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(SettingsError):
        load_settings(tmp_path / "x.toml")


def test_the_commands(tmp_path, capsys):
    (tmp_path / "x.toml").write_text("[keep]\nlast = 1\n")
    folder = tmp_path / "backup"
    for snapshot in WEB:
        (folder / snapshot.name).mkdir(parents=True)
    (folder / "notes.txt").write_text("x")
    for command, left in (("plan", 4), ("apply", 2)):
        assert main(["--config", str(tmp_path / "x.toml"), command, str(folder)]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "keep   web_2025-06-03_0200 (last)",
            "remove web_2025-06-02_0200",
            "remove web_2025-06-01_0200",
        ]
        assert len(list(folder.iterdir())) == left
