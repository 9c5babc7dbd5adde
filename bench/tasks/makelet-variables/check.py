import pytest

from makelet import MakeletError, expand, load

VARIABLES = {"A": "a", "B": "$(A)b$(A)", "C": "$(B)-$(B)", "D": "$(A)$(B)$(C)", "E": "$$(A)", "F": ""}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$(A)", "a"),
        ("$(A)$(A) $(A)", "aa a"),
        ("$(B)", "aba"),
        ("$(B)$(A)", "abaa"),
        ("$(A)$(B)", "aaba"),
        ("$(C)", "aba-aba"),
        ("$(D), $(D)", "aabaaba-aba, aabaaba-aba"),
        ("$$ $(A) $$(A)", "$ a $(A)"),
        ("$(E)$(E)", "$(A)$(A)"),
        ("[$(F)$(F)]", "[]"),
        ("plain", "plain"),
    ],
)
def test_values(text, value):
    assert expand(text, VARIABLES) == value
    assert expand(text, VARIABLES) == value


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("$(X)", {"X": "$(X)"}),
        ("$(X)", {"X": "1 $(Y)", "Y": "$(X)"}),
        ("$(A) $(X)", {"A": "a", "X": "$(A)$(Y)", "Y": "$(A)$(Z)", "Z": "$(A)$(Y)"}),
        ("$(A) $(A) $(Y)", {"A": "a", "X": "$(Y)", "Y": "$(A) $(X)"}),
    ],
)
def test_circles(text, variables):
    with pytest.raises(MakeletError, match="refers to itself"):
        expand(text, variables)


def test_unknown():
    with pytest.raises(MakeletError, match="there is no variable Y"):
        expand("$(X) $(X)", {"X": "$(Y)"})


def test_a_file(tmp_path):
    file = tmp_path / "makelet.toml"
    file.write_text('[variables]\nCC = "cc"\n[targets.a]\nrun = ["$(CC) 1 && $(CC) 2", "$(CC) 3"]\n')
    assert load(file)["a"].commands == ("cc 1 && cc 2", "cc 3")
