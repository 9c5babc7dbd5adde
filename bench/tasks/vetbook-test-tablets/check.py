import pytest
from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_tablets.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ROUND_HALF_UP", "ROUND_HALF_DOWN"),
        ("ROUND_HALF_UP", "ROUND_UP"),
        ("ROUND_HALF_UP", "ROUND_DOWN"),
        ("ROUND_HALF_UP)), 1)", "ROUND_HALF_UP)), 0)"),
        ("ROUND_HALF_UP)), 1) / 2", "ROUND_HALF_UP)), 2) / 2"),
        ("dose if medicine.most_mg is None else min(dose, medicine.most_mg)", "dose"),
        ("min(dose, medicine.most_mg)", "max(dose, medicine.most_mg)"),
        ("* 2\n", "* 1\n"),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_tablets.py", change=("vetbook/doses.py", old, new))
