from bibtidy import Name, parse_name, parse_names, short_names


def test_name():
    assert parse_name("Ada Moss") == Name("Moss", "Ada")
    assert parse_name("Moss, Ada Jo") == Name("Moss", "Ada Jo")
    assert parse_name("Plato") == Name("Plato")


def test_names():
    assert parse_names("Moss, Ada and Tom Reed") == [Name("Moss", "Ada"), Name("Reed", "Tom")]
    assert parse_names("") == []


def test_and_within_a_name():
    assert parse_names("Olga Fernandez") == [Name("Fernandez", "Olga")]


def test_short():
    names = [Name("Moss", "Ada Jo"), Name("Plato"), Name("Reed", "Tom")]
    assert short_names(names[:1]) == "Moss, A. J."
    assert short_names(names[:2]) == "Moss, A. J. & Plato"
    assert short_names(names) == "Moss, A. J. et al."
