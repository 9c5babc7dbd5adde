from pathlib import Path

import pytest

from parcelhub import read_manifest
from parcelhub.labels import check_digit, label

MANIFEST = Path(__file__).parent.parent / "data" / "monday.csv"


def test_check_digit():
    assert check_digit("40010") == 7
    assert check_digit("123456") == 5
    with pytest.raises(ValueError):
        check_digit("12 3")


def test_label():
    assert label(read_manifest(MANIFEST)[1]) == ["From: parcelhub", "To: Luc Petit", "FR 4.8 kg", "*400114*"]
