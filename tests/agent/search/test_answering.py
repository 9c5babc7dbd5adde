"""Short questions: what is one, what is shown, and when several answers agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.replay import replay
from agent_runtime.agent.search.answering import VOTES, agreed, is_short_question
from agent_runtime.agent.search.computing import FILE, PROGRAMS, data_of, elected, reading
from agent_runtime.records.recordings import read_spans
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search

LETTERS = "def column_letters(number):\n    return chr(64 + number)\n\n\ndef column_number(letters):\n    return 1\n"
QUESTION = "Which function turns the number of a column into its letters?"
LOOKED = code("final_answer('I looked: column_letters')")


@pytest.fixture
def sheet(repo: Path) -> Path:
    (repo / "address.py").write_text(LETTERS)
    return repo


@pytest.mark.parametrize(
    ("task", "short"),
    [
        (QUESTION, True),
        ("With the default policy, how many seconds pass? Answer with a number.", True),
        ("Where is add defined?", True),
        ("What is the default port?", True),
        ("List all Python files in this repo", False),
        ("Why does add fail?", False),
        ("How does the retry policy work?", False),
        ("What does add do?", False),
        ("Explain which function is called when", False),
        ("Find the function that adds", False),
        ("The list takes three pages. What is the third one called?", True),
        ("Which file is it in? Please list what else it needs.", False),
    ],
)
def test_what_a_word_or_a_number_can_answer(task: str, short: bool) -> None:
    assert is_short_question(task) is short


@pytest.mark.parametrize(
    ("replies", "answer"),
    [
        (["a"] * 5, "a"),
        (["a", "b", "a", "a", "a"], "a"),
        (["a", "b", "b", "a", "a"], None),
        (["VALUE", "#VALUE", "#VALUE!", "NAME", "`#VALUE!`."], "`#VALUE!`."),
        (["`f`", "f()", "f", "f.", "f"], "f"),
        (["5", "-5", "5", "-5", "5"], None),
        (["a\nb"] * 5, None),
        (["word " * 30] * 5, None),
        ([""] * 5, None),
        ([], None),
    ],
)
def test_when_answers_agree(replies: list[str], answer: str | None) -> None:
    assert agreed(replies) == answer


def test_what_most_say_is_the_answer(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, "column_letters", "`column_letters`", "column_number", *["column_letters"] * 2)
    result = session.run(QUESTION)
    assert (result.outcome, result.answer, result.steps) == (Outcome.ANSWERED, "column_letters", 0)
    shown = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "def column_letters" in shown
    assert shown.count(QUESTION) == 1
    spans = read_spans(result.run_dir)
    assert [span.name for span in spans if span.name.startswith("answer ")] == [f"answer {n + 1}" for n in range(VOTES)]
    notices = [str(event.data["text"]) for event in session.events if event.kind == "notice"]  # type: ignore[attr-defined]
    assert any("brief replies agree" in text for text in notices)
    report = replay(result.run_dir)
    assert report.divergence is None


def test_where_they_part_the_loop_looks(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, "a", "b", "c", "d", "e", LOOKED)
    result = session.run(QUESTION)
    assert (result.answer, result.steps) == ("I looked: column_letters", 1)
    assert replay(result.run_dir).divergence is None


@pytest.mark.parametrize("question", ["Which files changed last?", "Where is the retry policy of the network defined?"])
def test_nothing_is_asked_about_nothing(make_session: MakeSession, sheet: Path, question: str) -> None:
    session = search(make_session, LOOKED)
    assert session.run(question).steps == 1


def test_a_later_task_knows_the_answer(make_session: MakeSession, sheet: Path) -> None:
    session = search(make_session, *["column_letters"] * VOTES, LOOKED)
    session.run(QUESTION)
    session.run("Explain it")
    told = "\n".join(message.content for message in session.model.prompts[-1])  # type: ignore[union-attr]
    assert "final_answer('column_letters')" in told
    assert "I changed the files" not in told


def test_other_strategies_and_given_material_go_to_the_loop(make_session: MakeSession, sheet: Path) -> None:
    assert search(make_session, LOOKED, agent_strategy="loop").run(QUESTION).steps == 1
    assert search(make_session, LOOKED, agent_strategy="auto").run(QUESTION).steps == 1
    assert search(make_session, LOOKED).run(QUESTION, material="def column_letters(): ...").steps == 1


def test_secrets_are_not_shown(make_session: MakeSession, sheet: Path) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    (sheet / "address.py").write_text(f'TOKEN = "{secret}"\n\n\n' + LETTERS)
    session = search(make_session, *["column_letters"] * VOTES)
    session.run(QUESTION)
    shown = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert ("def column_letters" in shown, secret in shown) == (True, False)


ROWS = "who,month,amount\nAna,6,2.50\nBen,6,1.25\nBen,7,9\nBen,6,3.75\n"
HOW_MUCH = "By rows.csv, how much did Ben pay in month 6 in all? Answer with the amount."


def program(body: str) -> str:
    return f"```python\nimport csv\nrows = list(csv.DictReader(open('rows.csv')))\n{body}\n```"


RIGHT = "print(sum(float(row['amount']) for row in rows if row['who'] == 'Ben' and row['month'] == '6'))"
ALSO = "print(sum([float(row['amount']) for row in rows if row['who'] + row['month'] == 'Ben6']))"


def test_a_question_about_data_is_answered_by_programs(make_session: MakeSession, repo: Path) -> None:
    (repo / "rows.csv").write_text(ROWS)
    wrong = program("print(rows[0]['month'])")
    session = search(make_session, program(RIGHT), "no program", wrong, program("1 / 0"), program(ALSO))
    result = session.run(HOW_MUCH)
    assert (result.outcome, result.answer, result.steps) == (Outcome.ANSWERED, "5.0", 0)
    assert not (repo / FILE).exists()
    notices = [str(event.data["text"]) for event in session.events if event.kind == "notice"]  # type: ignore[attr-defined]
    assert any("programs that were written for it print the same" in text for text in notices)
    assert replay(result.run_dir).divergence is None


def test_where_programs_part_the_replies_are_asked(make_session: MakeSession, repo: Path) -> None:
    (repo / "rows.csv").write_text(ROWS)
    programs = [program(f"print({number})") for number in range(PROGRAMS)]
    result = search(make_session, *programs, *["5.00"] * VOTES).run(HOW_MUCH)
    assert (result.answer, result.steps) == ("5.00", 0)
    assert replay(result.run_dir).divergence is None


def test_a_program_changes_nothing(make_session: MakeSession, repo: Path) -> None:
    (repo / "rows.csv").write_text(ROWS)
    harm = "open('rows.csv', 'w').close()\nopen('/tmp/made-by-program', 'w').close()\nprint(5)"
    search(make_session, *[program(harm), program(f"{harm} ")] * 3).run(HOW_MUCH)
    assert (repo / "rows.csv").read_text() == ROWS
    assert not Path("/tmp/made-by-program").exists()


@pytest.mark.parametrize(
    ("question", "found", "data"),
    [
        ("By rows.csv, who paid most?", "a.json:\n```\nx\n```\n\ndata/rows.csv:\n```\nx\n```", "data/rows.csv"),
        ("How much is it in all?", "rows.json:\n```json\nx\n```", "rows.json"),
        ("Which function reads it?", "rows.json:\n```json\nx\n```", ""),
        ("How many seconds are there in all?", "clock.py:\n```python\nx\n```", ""),
        ("Who is in data/b.txt?", "", "data/b.txt"),
        ("Who is in rows.json or in c.txt?", "", "rows.json"),
        ("Who is in c.txt?", "", "data/c.txt"),
    ],
)
def test_what_is_about_data(question: str, found: str, data: str) -> None:
    assert data_of(question, found, ["rows.json", "b.txt", "data/b.txt", "data/rows.csv", "data/c.txt"]) == data


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("rows.json", '[{"a": 1}]', "data[0]['a']"),
        ("rows.csv", "a,b\n1,2\n", "rows[0]['a']"),
        ("rows.csv", "a;b\n1;2\n", "rows[0]['a']"),
        ("rows.tsv", "a\tb\n1\t2\n", "rows[0]['a']"),
        ("rows.toml", "a = 1\n", "data['a']"),
        ("rows.ini", "[x]\na = 1\n", "config['x']['a']"),
        ("rows.txt", "1\n2\n", "lines[0]"),
    ],
)
def test_how_a_program_reads_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, shown: str
) -> None:
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(f"{reading(name, text)}shown = {shown}", names)  # our own text
    assert str(names["shown"]) == "1"


@pytest.mark.parametrize(
    ("answers", "answer"),
    [(["5", "5", "4"], "5"), (["5", "5", "4", "4"], None), (["5", "4"], None), (["", "", "5"], None), ([], None)],
)
def test_what_most_programs_print(answers: list[str], answer: str | None) -> None:
    assert elected(answers) == answer


ONES = [f"```python\nprint({number} // {number})\n```" for number in range(1, PROGRAMS + 1)]
SCORES = "# game; who; points\nchess; Ana; ~4\nchess; Ben; 7\n"
READERS = {
    "club/players.py": "def read_players(path):\n    return dict(line.split('=') for line in open(path))\n",
    "club/scores.py": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Score:\n    game: str\n    who: str\n"
        "    points: int\n\n    def twice(self):\n        return 2 * self.points\n\n\n"
        "def read_scores(path, players):\n    for line in open(path):\n        if not line.startswith('#'):\n"
        "            game, who, points = line.split(';')\n"
        "            yield Score(game, players[who.strip()].strip(), int(points.strip().strip('~')))\n"
    ),
    "players.txt": "Ana=a\nBen=b",
    "data/chess.txt": SCORES,
}
BEST = "By data/chess.txt, who has the most points? Answer with the name."


@pytest.fixture
def club(repo: Path) -> Path:
    for name, text in READERS.items():
        (repo / name).parent.mkdir(exist_ok=True)
        (repo / name).write_text(text)
    return repo


def test_the_classes_that_the_code_reads_are_shown(make_session: MakeSession, club: Path) -> None:
    session = search(make_session, *ONES)
    assert session.run(BEST).answer == "1"
    asked = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "def twice(self)" in asked
    assert "Ana; ~4" in asked


def test_they_run_with_it(make_session: MakeSession, club: Path) -> None:
    begin = "from club.players import read_players\nfrom club.scores import read_scores\nscores = list(read_scores("
    begin += "'data/chess.txt', read_players('players.txt')))\n"
    programs = [
        "print(max(scores, key=lambda x: x.points).who)",
        "print(sorted(scores, key=lambda x: x.twice())[-1].who)",
    ]
    session = search(make_session, *[f"```python\n{begin}{program}\n```" for program in programs] * PROGRAMS)
    assert session.run(BEST).answer == "b"


def test_an_error_is_shown_to_the_next_programs(make_session: MakeSession, repo: Path) -> None:
    (repo / "rows.csv").write_text(ROWS)
    crashed = [program(f"print(int(rows[0]['amount']) + {number})") for number in range(PROGRAMS)]
    session = search(make_session, *crashed, *[program(RIGHT), program(ALSO)] * PROGRAMS)
    result = session.run(HOW_MUCH)
    assert (result.answer, result.steps) == ("5.0", 0)
    asked = session.model.prompts[-1][-1].content  # type: ignore[union-attr]
    assert "ValueError: invalid literal for int()" in asked
    assert f"print(int(rows[0]['amount']) + {PROGRAMS - 1})" in asked
    assert replay(result.run_dir).divergence is None
