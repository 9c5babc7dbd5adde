import pytest
from support import run_python

from kilnlog import CONES, cone_reached, load_log, parse_cone, temperature_of

TEMPERATURES = {
    "022": 586, "020": 626, "018": 696, "08": 942, "06": 998, "05": 1031, "04": 1063, "03": 1086, "02": 1102,
    "01": 1119, "1": 1137, "2": 1142, "3": 1152, "4": 1162, "5": 1186, "6": 1222, "7": 1239, "8": 1249, "9": 1260,
    "10": 1285,
}  # fmt: skip


@pytest.mark.parametrize("form", ["{}", "^{}", "cone {}", "Cone{}", "  CONE  {} "])
@pytest.mark.parametrize("name", TEMPERATURES)
def test_every_cone(name, form):
    assert parse_cone(form.format(name)) == name
    assert temperature_of(form.format(name)) == TEMPERATURES[name]


@pytest.mark.parametrize("text", ["", "0", "00", "cone", "^", "22", "20", "18", "11", "six", "0 6", "-6", "6 cone"])
def test_not_a_cone(text):
    with pytest.raises(ValueError, match="not a cone"):
        parse_cone(text)


def test_table():
    assert list(CONES.items()) == list(TEMPERATURES.items())
    assert (cone_reached(998), cone_reached(997), cone_reached(585)) == ("06", "08", None)


def test_log(tmp_path):
    (tmp_path / "log.csv").write_text("day,kiln,cone,kwh\n2024-01-02,big,04,50\n2024-01-03,big,cone 4,55\n")
    assert [firing.cone for firing in load_log(tmp_path / "log.csv")] == ["04", "4"]


def test_command():
    done = run_python("-X", "utf8", "-m", "kilnlog", "cone", "^06")
    assert done.returncode == 0
    assert done.stdout.startswith("cone 06: 998 ")
