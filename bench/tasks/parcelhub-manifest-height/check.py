import pytest

from parcelhub import Parcel, read_manifest
from parcelhub.manifest import to_parcel
from support import WORKSPACE

HEAD = "number,name,country,kg,length,width,height\n"


def test_each_side(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(HEAD + "7, Ann Lee ,at,0.5,31,22,13\n8,Bo,DE,2,1,2,90\n")
    assert read_manifest(file) == [
        Parcel("7", "Ann Lee", "AT", 500, 31, 22, 13),
        Parcel("8", "Bo", "DE", 2000, 1, 2, 90),
    ]


def test_columns_in_another_order(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("height,kg,number,width,name,country,length\n13,0.5,7,22,Ann,AT,31\n")
    assert read_manifest(file) == [Parcel("7", "Ann", "AT", 500, 31, 22, 13)]


def test_girth():
    assert [parcel.girth for parcel in read_manifest(WORKSPACE / "data" / "monday.csv")] == [90, 200, 180, 80]
    assert Parcel("1", "Ann", "DE", 1, 10, 40, 20).girth == 100
    assert Parcel("1", "Ann", "DE", 1, 10, 40, 20).longest_side == 40


def test_no_number():
    row = dict(zip(HEAD.strip().split(","), "7,Ann,AT,0.5,31,22,tall".split(","), strict=True))
    with pytest.raises(ValueError):
        to_parcel(row)
