from datetime import date

from printfarm import Job, make_plan
from printfarm.cli import main


def job(name, due=None, minutes=30, copies=1):
    return Job(name, "PLA", "red", 10, minutes, copies, date.fromisoformat(due) if due else None)


def order(*jobs, printers=("one",)):
    return [slot.job.name for slot in make_plan(list(jobs), list(printers))]


def test_without_a_date_last():
    assert order(job("x"), job("b", "2025-05-03"), job("a", "2025-05-02")) == ["a", "b", "x"]
    assert order(job("x"), job("a", "2031-12-31"), job("y"), job("b", "2024-01-01")) == ["b", "a", "x", "y"]
    assert order(job("a", "2025-05-02"), job("x"), job("b", "2025-05-02")) == ["a", "b", "x"]


def test_only_jobs_without_a_date():
    assert order(job("y"), job("x"), job("z")) == ["y", "x", "z"]
    assert order() == []


def test_printers():
    jobs = [job("x", None, 10, 2), job("b", "2025-05-09", 60), job("a", "2025-05-02", 45, 2)]
    slots = make_plan(jobs, ["anna", "bert"])
    assert [(slot.job.name, slot.printer, slot.start, slot.end) for slot in slots] == [
        ("a", "anna", 0, 90),
        ("b", "bert", 0, 60),
        ("x", "bert", 60, 80),
    ]


def test_the_command(tmp_path, capsys):
    jobs = tmp_path / "jobs.txt"
    jobs.write_text("hook PLA red 40g 45m\nbox PLA red 90g 2h10m due 2025-05-01\n")
    assert main(["plan", str(jobs), "--printers", "one"]) == 0
    assert capsys.readouterr().out == "one 0m-2h10m box\none 2h10m-2h55m hook\n"
