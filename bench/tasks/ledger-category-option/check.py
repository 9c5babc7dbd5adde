from datetime import date

from support import run_python

from pocketledger import Book, Entry


def test_in_category():
    book = Book([Entry(date(2024, 1, 1), "a", -1, "food"), Entry(date(2024, 1, 2), "b", -2, "rent")])
    assert [entry.cents for entry in book.in_category("rent").entries] == [-2]
    assert book.in_category("none").entries == []


def last_line(*arguments):
    done = run_python("-m", "pocketledger", "data/march.csv", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[-1]


def test_the_command_line():
    assert last_line("--category", "food") == "-59,40"
    assert last_line("--category", "rent") == "-1.700,00"
    assert last_line("--month", "2024-03", "--category", "rent") == "-850,00"
    assert last_line("--month", "2024-03") == "1.210,70"
    assert last_line() == "360,70"
