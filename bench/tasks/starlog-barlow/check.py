import pytest

from starlog import Eyepiece, Telescope, exit_pupil, longest_eyepiece, magnification, true_field

GEAR = [
    (Telescope(200, 1200), Eyepiece(25)),
    (Telescope(200, 1200), Eyepiece(12, field=82)),
    (Telescope(80, 480), Eyepiece(7.5, 60)),
    (Telescope(127, 1500), Eyepiece(40, 43)),
]


@pytest.mark.parametrize(("telescope", "eyepiece"), GEAR)
@pytest.mark.parametrize("barlow", [1, 1.5, 2, 2.25, 3, 5, 0.5])
def test_barlow(telescope, eyepiece, barlow):
    times = telescope.focal / eyepiece.focal * barlow
    assert magnification(telescope, eyepiece, barlow=barlow) == pytest.approx(times)
    assert exit_pupil(telescope, eyepiece, barlow=barlow) == pytest.approx(telescope.aperture / times)
    assert true_field(telescope, eyepiece, barlow=barlow) == pytest.approx(eyepiece.field / times)


@pytest.mark.parametrize(("telescope", "eyepiece"), GEAR)
def test_without(telescope, eyepiece):
    times = telescope.focal / eyepiece.focal
    assert magnification(telescope, eyepiece) == pytest.approx(times)
    assert exit_pupil(telescope, eyepiece) == pytest.approx(telescope.aperture / times)
    assert true_field(telescope, eyepiece) == pytest.approx(eyepiece.field / times)


def test_others():
    assert longest_eyepiece(Telescope(200, 1200)) == 42
    assert longest_eyepiece(Telescope(200, 1200), pupil=5) == 30
    assert Telescope(100, 900).ratio == 9
    assert Eyepiece(25).field == 50
