import pytest

from starlog import Eyepiece, Telescope, exit_pupil, longest_eyepiece, magnification, true_field

DOBSON = Telescope(200, 1200)
PLOESSL = Eyepiece(25)


def test_magnification():
    assert magnification(DOBSON, PLOESSL) == 48
    assert magnification(DOBSON, Eyepiece(6)) == 200


def test_exit_pupil():
    assert exit_pupil(DOBSON, PLOESSL) == pytest.approx(25 / 6)


def test_true_field():
    assert true_field(DOBSON, PLOESSL) == pytest.approx(50 / 48)
    assert true_field(DOBSON, Eyepiece(12, field=82)) == pytest.approx(0.82)


def test_barlow():
    assert magnification(DOBSON, PLOESSL, barlow=2) == 96
    assert true_field(DOBSON, Eyepiece(12, field=82), barlow=2) == pytest.approx(0.41)


def test_longest_eyepiece():
    assert longest_eyepiece(DOBSON) == 42
    assert longest_eyepiece(DOBSON, pupil=5) == 30
