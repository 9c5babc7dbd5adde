"""Values of tests, taken from the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent_runtime.agent.search.settling import Settled, asking, equations, identities, settled, told

HEAD = "import pytest\n\n\ndef double(n):\n    if n is None:\n        raise TypeError(n)\n    return [n, n]\n\n\n"


def settle(body: str, tmp_path: Path) -> Settled:
    """What is left of tests, by a real run."""
    (tmp_path / "test_it.py").write_text(asking(HEAD + body))
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "test_it.py"]
    output = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    found = settled(HEAD + body, told(output))
    return Settled(found.text.removeprefix(HEAD), found.taken)


@pytest.mark.parametrize(
    ("body", "left", "taken"),
    [
        ("def test_a():\n    assert double(1) == [1, 1]\n",
         "def test_a():\n    assert double(1) == [1, 1]\n", []),
        (
            "def test_a():\n    assert double('ä') == ['ä']  # twice\n",
            "def test_a():\n    assert double('ä') == ['ä', 'ä']  # twice\n",
            ["test_a"],
        ),
        ("def test_a():\n    assert double(1) == [\n        2,\n    ]\n",
         "def test_a():\n    assert double(1) == [1, 1]\n", ["test_a"]),
        (
            "def test_a():\n    assert double(None) == []\n    n = double(2)\n    assert n == [4]\n",
            "def test_a():\n    n = double(2)\n    assert n == [2, 2]\n",
            ["test_a"],
        ),
        ("def test_a():\n    wanted = [2]\n    got = double(1)\n    assert got == wanted\n",
         "def test_a():\n    wanted = [1, 1]\n    got = double(1)\n    assert got == wanted\n", ["test_a"]),
        ("def test_a():\n    n = 2\n    assert double(n) == n\n    assert True\n",
         "def test_a():\n    n = 2\n    assert True\n", []),
        ("def test_a():\n    assert double(None) == 3\n\n\nX = 1\n", "\n\nX = 1\n", []),
        ("def test_a():\n    assert double(1) == [1, 1]\n    assert double(1) == [1, 1]\n",
         "def test_a():\n    assert double(1) == [1, 1]\n", []),
        # a value that is no literal, an expectation that is computed, and one that is another one each time
        ("def test_a():\n    assert object() == 3\n    assert double(1) != 3\n",
         "def test_a():\n    assert double(1) != 3\n", []),
        ("def test_a():\n    n = 3\n    assert double(1) == sorted([n])\n    assert True\n",
         "def test_a():\n    n = 3\n    assert True\n", []),
        ("def test_a():\n    assert double(1) == sorted([3])\n",
         "def test_a():\n    assert double(1) == [1, 1]\n", ["test_a"]),
        ("from datetime import date\n\n\ndef test_a():\n    assert date(2025, 1, 2) == date(2025, 2, 1)\n",
         "from datetime import date\n\n\ndef test_a():\n    assert date(2025, 1, 2) == date(2025, 1, 2)\n", ["test_a"]),
        ("def test_a():\n    assert double.__class__ == 3\n    assert double(1) != 3\n",
         "def test_a():\n    assert double(1) != 3\n", []),
        ("def test_a():\n    for n in (1, 2):\n        assert double(n) == 3\n    assert True\n",
         "def test_a():\n    for n in (1, 2):\n        pass\n    assert True\n", []),
        (
            "def test_a():\n    assert double(1) == [1 + 1, -2]\n",
            "def test_a():\n    assert double(1) == [1, 1]\n",
            ["test_a"],
        ),
        (
            "def test_a():\n    with pytest.raises(TypeError):\n        double(2)\n    assert double(1) == [1, 1]\n"
            "    with pytest.raises(TypeError):\n        assert double(None) == 3\n",
            "def test_a():\n    assert double(2) == [2, 2]\n    assert double(1) == [1, 1]\n"
            "    with pytest.raises(TypeError):\n        assert double(None) == 3\n",
            ["test_a"],
        ),
        (
            "def test_a():\n    with pytest.raises(TypeError):\n        n = 2\n    assert double(1) == [1, 1]\n",
            "def test_a():\n    assert double(1) == [1, 1]\n",
            [],
        ),
        (
            "def test_a():\n    with pytest.raises(ValueError, match='over'):\n        int('x')\n    assert True\n",
            "def test_a():\n    with pytest.raises(ValueError):\n        int('x')\n    assert True\n",
            [],
        ),
        (
            "def test_a():\n    with pytest.raises(KeyError):\n        int('x')\n",
            "def test_a():\n    with pytest.raises(ValueError):\n        int('x')\n",
            ["test_a"],
        ),
        (
            "def test_a():\n    with pytest.raises(ValueError):\n        double(None)\n    assert True\n",
            "def test_a():\n    assert True\n",
            [],
        ),
        ("def test_a():\n    assert len('x') == True\n", "def test_a():\n    assert len('x') == 1\n", ["test_a"]),
        (
            "def test_a():\n    with pytest.raises(TypeError):\n        double(None)\n",
            "def test_a():\n    with pytest.raises(TypeError):\n        double(None)\n",
            [],
        ),
        (
            "def test_a():\n    assert double(1) == [1, 1]\n    assert int('x') == 0\n    assert double(2) == [2, 2]\n",
            "def test_a():\n    assert double(1) == [1, 1]\n    with pytest.raises(ValueError):\n        int('x')\n"
            "    assert double(2) == [2, 2]\n",
            ["test_a"],
        ),
        (
            "def test_a():\n    for text in 'xy':\n        assert int(text) == 0\n",
            "def test_a():\n    for text in 'xy':\n        with pytest.raises(ValueError):\n            int(text)\n",
            ["test_a"],
        ),
        ("def test_a():\n    assert [1][2] == 0\n", "", []),
        ("def test_a():\n    text = 'x'\n    assert int(text).real == 0\n", "", []),
    ],
)  # fmt: skip
def test_wrong_values_become_what_the_code_gives(body: str, left: str, taken: list[str], tmp_path: Path) -> None:
    found = settle(body, tmp_path)
    assert found.text == left
    assert sorted(found.taken) == taken


@pytest.mark.parametrize(
    "output",
    [
        "",
        "agent-runtime saw:",
        "agent-runtime saw:{",
        "agent-runtime saw:[1]",
        'agent-runtime saw:{"0": 3}',
        'agent-runtime saw:{"0": [[true]]}',
        'agent-runtime saw:{"0": [[1, "x"], [true, 2]]}',
    ],
)
def test_what_did_not_come_to_its_end_tells_nothing(output: str) -> None:
    assert told(output) == {}


def test_claims_of_truth_are_equations_while_they_are_settled() -> None:
    body = (
        "def test_a():\n    assert f(1)\n    assert not f(\n        2,\n    ), 'no'\n    assert f(3) is True\n"
        "    assert f(4) is None\n"
        "    assert isinstance(f, object)\n    assert x\n    assert f(5) is not None\n"
    )
    made = equations(body)
    for each in ("f(1) == True\n", "f(2) == False, 'no'\n", "f(3) == True\n", "f(4) == None\n"):
        assert f"    assert {each}" in made
    assert made.endswith("    assert isinstance(f, object)\n    assert x\n    assert f(5) is not None\n")
    back = identities(made + "    assert f(6) == 1\n    assert f(\n        7\n    ) == True\n")
    for each in ("f(1) is True\n", "f(2) is False, 'no'\n", "f(4) is None\n", "f(6) == 1\n", "f(7) is True\n"):
        assert f"    assert {each}" in back
    assert equations("def test_") == "def test_"
