import pytest

from snapkeep import Policy, SettingsError, kept, load_settings, make_plan, parse_name
from snapkeep.cli import main

NAMES = ["web_2021-05-01_0200", "web_2023-01-01_0000", "web_2023-12-31_2359", "web_2024-01-01_0000", "web_2025-02-01_0200"]
SNAPSHOTS = [parse_name(name) for name in NAMES]


@pytest.mark.parametrize(("count", "left"), [(0, []), (1, [4]), (2, [4, 3]), (3, [4, 3, 2]), (4, [4, 3, 2, 0]), (9, [4, 3, 2, 0])])
def test_yearly(count, left):
    assert kept(SNAPSHOTS, Policy(yearly=count)) == {SNAPSHOTS[place]: ["yearly"] for place in left}
    assert list(kept(SNAPSHOTS, Policy(yearly=count))) == [SNAPSHOTS[place] for place in left]


def test_with_other_rules():
    reasons = kept(SNAPSHOTS, Policy(last=1, monthly=2, yearly=3))
    assert {snapshot.name: sorted(rules) for snapshot, rules in reasons.items()} == {
        NAMES[4]: ["last", "monthly", "yearly"],
        NAMES[3]: ["monthly", "yearly"],
        NAMES[2]: ["yearly"],
    }
    assert Policy() == Policy(last=0, daily=0, weekly=0, monthly=0, yearly=0)


def test_settings(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text("[keep]\nmonthly = 1\nyearly = 5\n")
    assert load_settings(file).policy == Policy(monthly=1, yearly=5)
    file.write_text("[keep]\nmonthly = 1\n")
    assert load_settings(file).policy.yearly == 0
    for text in ("-1", '"2"', "1.5"):
        file.write_text(f"[keep]\nyearly = {text}\n")
        with pytest.raises(SettingsError):
            load_settings(file)


def test_plan_and_command(tmp_path, capsys):
    assert make_plan(SNAPSHOTS, Policy(yearly=2)).remove == [SNAPSHOTS[2], SNAPSHOTS[1], SNAPSHOTS[0]]
    (tmp_path / "x.toml").write_text("[keep]\nyearly = 1\n")
    for name in NAMES[3:]:
        (tmp_path / "backup" / name).mkdir(parents=True)
    assert main(["--config", str(tmp_path / "x.toml"), "plan", str(tmp_path / "backup")]) == 0
    assert capsys.readouterr().out == f"keep   {NAMES[4]} (yearly)\nremove {NAMES[3]}\n"
