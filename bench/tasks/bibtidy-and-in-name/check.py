import pytest
from support import run_python

from bibtidy import Name, cite, parse_bib, parse_name, parse_names, short_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orlando Fernandez", ["Fernandez, Orlando"]),
        ("Sandra Brand", ["Brand, Sandra"]),
        ("Brand, Sandra", ["Brand, Sandra"]),
        ("Sandra Brand and Orlando Fernandez", ["Brand, Sandra", "Fernandez, Orlando"]),
        ("Fernandez, Orlando and Brand, Sandra and Ada Moss", ["Fernandez, Orlando", "Brand, Sandra", "Moss, Ada"]),
        ("andersen, hans", ["andersen, hans"]),
        ("hans andersen and kit holland", ["andersen, hans", "holland, kit"]),
        ("roland", ["roland"]),
        ("roland and anders", ["roland", "anders"]),
        ("Anders Roland and Plato", ["Roland, Anders", "Plato"]),
        ("Ada Moss and Tom Reed", ["Moss, Ada", "Reed, Tom"]),
        ("", []),
    ],
)
def test_names(text, names):
    assert [str(name) for name in parse_names(text)] == names


def test_over_two_lines():
    entry = parse_bib("@book{x, author = {Sandra Brand\n  and\n  Orlando Fernandez}, title = {Land and sand}}")[0]
    assert parse_names(entry.get("author")) == [Name("Brand", "Sandra"), Name("Fernandez", "Orlando")]
    assert cite(entry) == "Brand, S. & Fernandez, O. (n.d.). Land and sand."


def test_command(tmp_path):
    (tmp_path / "x.bib").write_text("@book{x, author = {Fernandez, Orlando Andy}, year = 2001, title = {Ponds}}")
    done = run_python("-m", "bibtidy", "list", str(tmp_path / "x.bib"))
    assert (done.returncode, done.stdout) == (0, "Fernandez, O. A. (2001). Ponds.\n")


def test_others():
    assert parse_name("Sandra Brand") == Name("Brand", "Sandra")
    assert short_names(parse_names("A Land and B Sand and C Band")) == "Land, A. et al."
