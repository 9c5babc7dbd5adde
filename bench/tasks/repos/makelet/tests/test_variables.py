import pytest
from makelet import MakeletError, expand

VARIABLES = {"CC": "cc", "FLAGS": "-O2 $(WARN)", "WARN": "-Wall"}


def test_variables():
    assert expand("$(CC) $(FLAGS) -c a.c", VARIABLES) == "cc -O2 -Wall -c a.c"
    assert expand("echo $$HOME", VARIABLES) == "echo $HOME"


def test_the_same_variable_again():
    assert expand("$(CC) $(WARN) a.c && $(CC) $(FLAGS) b.c", VARIABLES) == "cc -Wall a.c && cc -O2 -Wall b.c"


def test_unknown():
    with pytest.raises(MakeletError, match="no variable LD"):
        expand("$(LD)", VARIABLES)


def test_circle():
    with pytest.raises(MakeletError, match="refers to itself"):
        expand("$(A)", {"A": "$(B)", "B": "$(A)"})
