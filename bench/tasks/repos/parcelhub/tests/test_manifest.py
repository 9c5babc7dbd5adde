from pathlib import Path

from parcelhub import Parcel, read_manifest

DATA = Path(__file__).parent.parent / "data"


def test_read_manifest():
    parcels = read_manifest(DATA / "monday.csv")
    assert parcels[0] == Parcel("40010", "Anna Roth", "DE", 1200, 30, 20, 10)
    assert [parcel.country for parcel in parcels] == ["DE", "FR", "DE", "GB"]


def test_girth():
    assert [parcel.girth for parcel in read_manifest(DATA / "monday.csv")[:2]] == [90, 200]
