import pytest

from vetbook import Medicine, dose_mg, tablets

PAIN = Medicine("Painless", 2, 20, most_mg=100)


def test_dose_mg():
    assert [dose_mg(PAIN, weight) for weight in (5, 50, 80)] == [10, 100, 100]
    assert dose_mg(Medicine("x", 0.5, 10), 80) == 40
    with pytest.raises(ValueError, match="0 kg is no weight"):
        dose_mg(PAIN, 0)


@pytest.mark.parametrize(("weight", "count"), [(10, 1.0), (12, 1.0), (12.5, 1.5), (13, 1.5), (17.5, 2.0)])
def test_tablets(weight, count):
    assert tablets(PAIN, weight) == count


def test_at_least_half_a_tablet():
    assert tablets(PAIN, 0.4) == 0.5
