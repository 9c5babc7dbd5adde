from datetime import date

from railplan import Station, find_route
from railplan.loading import load
from railplan.stations import read_stations
from support import WORKSPACE, own_tests_pass


def test_the_new_name(tmp_path):
    assert Station("A", "Alt", 1, transfer_minutes=7).transfer_minutes == 7
    assert Station("A", "Alt", 1).transfer_minutes == 5
    file = tmp_path / "stations.csv"
    file.write_text("code,name,zone,transfer_minutes\nA,Alt,1,9\n")
    assert read_stations(file)["A"].transfer_minutes == 9


def test_the_data():
    railway = load(WORKSPACE / "data")
    assert [station.transfer_minutes for station in railway.stations] == [4, 6, 5, 3, 3, 5, 2]
    found = find_route(railway.stations, railway.timetable, "HAF", "SEE", date(2024, 5, 11), 23 * 60 + 30)
    assert [leg.number for leg in found.legs] == ["123", "521"]


def test_the_old_name_is_gone():
    for path in WORKSPACE.rglob("*"):
        if path.suffix in (".py", ".csv", ".md", ".txt", ".ini"):
            assert "change_minutes" not in path.read_text().lower(), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
