import pytest

from support import WORKSPACE, own_tests_pass, started_as


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_salutation.py")
    assert (WORKSPACE / "lettermill/address.py").read_text() == started_as("lettermill/address.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if title and last:", "if title:"),
        ("if title and last:", "if last:"),
        ("if title and last:", "if False:"),
        ('return f"Dear {title} {last}"', 'return f"Dear {last}"'),
        ('return f"Dear {title} {last}"', 'return f"Dear {title} {first}"'),
        ('return f"Dear {title} {last}"', 'return f"Dear {title} {first} {last}"'),
        ('return f"Dear {first}"', 'return f"Dear {first} {last}"'),
        ('return f"Dear {first}"', 'return f"Dear {last}"'),
        ("if first:", "if True:"),
        ('"Dear Sir or Madam"', '"Dear Madam or Sir"'),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_salutation.py", change=("lettermill/address.py", old, new))
