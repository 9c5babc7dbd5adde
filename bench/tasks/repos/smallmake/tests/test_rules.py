import pytest

from smallmake import RulesError, load_rules
from smallmake.__main__ import main


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "smallmake.toml"
        path.write_text(text)
        return path

    return write


def test_load(write):
    rules = load_rules(write('[rules.a]\ncommand = "cp x y"\ninputs = ["x"]\noutputs = ["y"]\n'))
    assert rules["a"].inputs == ("x",)
    assert rules["a"].needs == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[rules.a]\n", "a has no command"),
        ('[rules.a]\ncommand = "x"\nneeds = ["b"]\n', "a needs b, which is no rule"),
    ],
)
def test_mistakes(write, text, message):
    with pytest.raises(RulesError, match=message):
        load_rules(write(text))


def test_build(write, capsys):
    path = write('[rules.a]\ncommand = "echo 1 > y"\noutputs = ["y"]\n')
    assert main(["--file", str(path), "build", "a"]) == 0
    assert (path.parent / "y").read_text() == "1\n"
    assert capsys.readouterr().out == "echo 1 > y\n"
    assert main(["--file", str(path), "build", "a"]) == 0
    assert capsys.readouterr().out == ""
