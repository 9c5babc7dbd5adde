from datetime import datetime

import pytest

from cronline import CronError, next_runs, parse, read_crontab, upcoming
from cronline.cli import main

AFTER = datetime(2025, 3, 12, 9, 30)
LONG = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}


@pytest.mark.parametrize("name", LONG)
def test_parse(name):
    assert next_runs(parse(name), AFTER, 40) == next_runs(parse(LONG[name]), AFTER, 40)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("@hourly", "Wed 2025-03-12 10:00"),
        ("@daily", "Thu 2025-03-13 00:00"),
        ("@weekly", "Sun 2025-03-16 00:00"),
        ("@monthly", "Tue 2025-04-01 00:00"),
    ],
)
def test_the_command(name, first, capsys):
    assert main(["next", name, "--from", "2025-03-12T09:30", "--count", "1"]) == 0
    assert capsys.readouterr().out == f"{first}\n"


def test_crontab(tmp_path, capsys):
    file = tmp_path / "crontab.txt"
    file.write_text(
        "# jobs\nA=b\n@daily backup --incremental\n  @hourly\tpoll  'the mail'\n@weekly tidy\n"
        "@monthly send a b c d e f\n30 9 * * * mail me@example.org now\n"
    )
    jobs = read_crontab(file)
    assert [(job.line, job.command) for job in jobs] == [
        (3, "backup --incremental"),
        (4, "poll  'the mail'"),
        (5, "tidy"),
        (6, "send a b c d e f"),
        (7, "mail me@example.org now"),
    ]
    for job, text in zip(jobs, ["0 0 * * *", "0 * * * *", "0 0 * * 0", "0 0 1 * *", "30 9 * * *"], strict=True):
        assert next_runs(job.schedule, AFTER, 10) == next_runs(parse(text), AFTER, 10)
    assert upcoming(jobs, AFTER, 1)[0][1].command == "poll  'the mail'"
    assert main(["upcoming", str(file), "--from", "2025-03-12T23:30", "--count", "1"]) == 0
    assert capsys.readouterr().out == "Thu 2025-03-13 00:00 backup --incremental\n"


@pytest.mark.parametrize("text", ["@never", "@", "@daily 0", "0 0 * * @daily", "@daily @daily", "daily", "* * * *"])
def test_refused(text):
    with pytest.raises(CronError):
        parse(text)


@pytest.mark.parametrize("line", ["@never tea", "@daily", "@hourly  ", "@never", "0 6 * * *", "0 25 * * * tea"])
def test_refused_in_a_crontab(tmp_path, line):
    file = tmp_path / "crontab.txt"
    file.write_text(f"\n{line}\n")
    with pytest.raises(CronError, match="line 2: "):
        read_crontab(file)
