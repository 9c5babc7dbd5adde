from gridsheet.cli import main


def test_clear(tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_text("1,2\n=A1+B1,x\n")
    assert main(["clear", str(file), "b1"]) == 0
    assert file.read_text() == "1,\n=A1+B1,x\n"
    assert main(["clear", str(file), "B2"]) == 0
    assert main(["clear", str(file), "D9"]) == 0
    assert main(["get", str(file), "A2"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("1\n", "")
    assert main(["clear", str(file), "no cell"]) == 2
