from snapkeep import Policy, kept, parse_name


def names(policy, *times):
    return [snapshot.name[4:] for snapshot in kept([parse_name(f"web_{time}") for time in times], policy)]


def test_last():
    times = ("2025-06-01_0200", "2025-06-03_0200", "2025-06-02_0200")
    assert names(Policy(last=2), *times) == ["2025-06-03_0200", "2025-06-02_0200"]


def test_daily():
    times = ("2025-06-01_0200", "2025-06-01_1400", "2025-06-04_0200", "2025-06-04_1400", "2025-05-30_0200")
    assert names(Policy(daily=2), *times) == ["2025-06-04_1400", "2025-06-01_1400"]


def test_weekly():
    times = ("2025-06-08_0200", "2025-06-09_0200", "2025-06-15_0200", "2025-06-16_0200")
    assert names(Policy(weekly=5), *times) == ["2025-06-16_0200", "2025-06-15_0200", "2025-06-08_0200"]


def test_weekly_at_new_year():
    times = ("2024-12-29_0200", "2024-12-30_0200", "2024-12-31_0200", "2025-01-02_0200", "2025-01-06_0200")
    assert names(Policy(weekly=5), *times) == ["2025-01-06_0200", "2025-01-02_0200", "2024-12-29_0200"]


def test_monthly():
    times = ("2024-06-30_0200", "2025-06-01_0200", "2025-06-30_0200", "2025-05-31_0200")
    assert names(Policy(monthly=3), *times) == ["2025-06-30_0200", "2025-05-31_0200", "2024-06-30_0200"]


def test_yearly():
    times = ("2023-06-30_0200", "2023-12-31_0200", "2024-01-01_0200", "2025-01-01_0200", "2025-02-01_0200")
    assert names(Policy(yearly=3), *times) == ["2025-02-01_0200", "2024-01-01_0200", "2023-12-31_0200"]


def test_reasons():
    snapshots = [parse_name("web_2025-06-01_0200"), parse_name("web_2025-05-01_0200")]
    assert kept(snapshots, Policy(last=1, daily=1, monthly=2)) == {
        snapshots[0]: ["last", "daily", "monthly"],
        snapshots[1]: ["monthly"],
    }


def test_nothing():
    assert kept([parse_name("web_2025-06-01_0200")], Policy()) == {}
    assert kept([], Policy(last=3)) == {}
