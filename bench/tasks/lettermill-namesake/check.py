from lettermill import write_letters
from lettermill.cli import main


def people(*names):
    return [
        {"first": first, "last": last, "number": str(number)}
        for number, (first, last) in enumerate((name.split("/") for name in names), start=1)
    ]


def written(folder, *names):
    """The letters' names and contents, and the names in the order in which they are returned."""
    paths = write_letters("{{ number }}", people(*names), folder)
    return {path.name: path.read_text() for path in folder.iterdir()}, [path.name for path in paths]


def test_two(tmp_path):
    assert written(tmp_path, "Tom/Walsh", "Tom/Walsh") == (
        {"walsh-tom.txt": "1", "walsh-tom-2.txt": "2"},
        ["walsh-tom.txt", "walsh-tom-2.txt"],
    )


def test_several_with_others_between(tmp_path):
    letters, order = written(tmp_path, "Tom/Walsh", "Ann/Walsh", "Tom/Walsh", "Tom/Wall", "Ann/Walsh", "Tom/Walsh")
    assert order == [
        "walsh-tom.txt", "walsh-ann.txt", "walsh-tom-2.txt", "wall-tom.txt", "walsh-ann-2.txt", "walsh-tom-3.txt",
    ]  # fmt: skip
    assert letters == dict(zip(order, "123456", strict=True))


def test_the_name_written_differently(tmp_path):
    letters, _ = written(tmp_path, "Mary Jo/O'Neill", "mary jo/O NEILL")
    assert letters == {"o-neill-mary-jo.txt": "1", "o-neill-mary-jo-2.txt": "2"}


def test_no_names(tmp_path):
    assert written(tmp_path, "/", "/")[0] == {"letter.txt": "1", "letter-2.txt": "2"}


def test_a_second_run_overwrites(tmp_path):
    names = ("Tom/Walsh", "Tom/Walsh", "Lena/Vogt")
    first = written(tmp_path, *names)
    assert written(tmp_path, *names) == first
    assert len(first[0]) == 3


def test_the_command(tmp_path, capsys):
    (tmp_path / "people.csv").write_text("first,last,city\nTom,Walsh,Cork\nTom, Walsh,Galway\n")
    (tmp_path / "letter.txt").write_text("{{ city }}")
    out = tmp_path / "out"
    for _ in range(2):
        assert main([str(tmp_path / "letter.txt"), str(tmp_path / "people.csv"), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"2 letters in {out}\n" * 2
    assert {path.name: path.read_text() for path in out.iterdir()} == {
        "walsh-tom.txt": "Cork",
        "walsh-tom-2.txt": "Galway",
    }
