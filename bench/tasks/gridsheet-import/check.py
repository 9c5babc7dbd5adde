import gridsheet.texts
from gridsheet import Sheet
from support import run_python


def test_each_module_can_be_imported_first():
    for name in ("", ".texts", ".functions", ".show", ".evaluate"):
        assert run_python("-c", f"import gridsheet{name}").returncode == 0


def test_to_text_lives_in_texts():
    assert gridsheet.texts.to_text.__module__ == "gridsheet.texts"
    assert gridsheet.texts.to_text(2.0) == "2"
    sheet = Sheet()
    sheet["A1"] = '=UPPER("a" & 1)'
    assert sheet["A1"] == "A1"
