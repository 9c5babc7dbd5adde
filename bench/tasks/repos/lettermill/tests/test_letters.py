from lettermill.cli import main
from lettermill.letters import base_name, read_people, write_letters


def test_base_name():
    assert base_name({"first": "Aoife", "last": "Byrne"}) == "byrne-aoife"
    assert base_name({"first": "Mary Jo", "last": "O'Neill"}) == "o-neill-mary-jo"
    assert base_name({"first": "", "last": ""}) == "letter"


def test_a_second_run_overwrites(tmp_path):
    people = [{"first": "Tom", "last": "Walsh"}]
    write_letters("old", people, tmp_path)
    assert write_letters("new", people, tmp_path) == [tmp_path / "walsh-tom.txt"]
    assert [path.read_text() for path in tmp_path.iterdir()] == ["new"]


def test_same_name(tmp_path):
    people = [{"first": "Tom", "last": "Walsh", "city": city} for city in ("Cork", "Galway")]
    write_letters("{{ city }}", people, tmp_path)
    assert (tmp_path / "walsh-tom.txt").read_text() == "Cork"
    assert (tmp_path / "walsh-tom-2.txt").read_text() == "Galway"


def test_command(tmp_path, capsys):
    people = tmp_path / "people.csv"
    people.write_text("first,last,city\nTom, Walsh ,Cork\nLena,Vogt,Köln\n", encoding="utf-8")
    template = tmp_path / "letter.txt"
    template.write_text("{{ salutation }} in {{ city }}", encoding="utf-8")
    assert read_people(people)[0] == {"first": "Tom", "last": "Walsh", "city": "Cork"}
    assert main([str(template), str(people), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"2 letters in {tmp_path / 'out'}\n"
    assert (tmp_path / "out" / "vogt-lena.txt").read_text(encoding="utf-8") == "Dear Lena in Köln"
