import pytest

from support import own_tests_pass


def test_it_passes_on_the_code():
    assert own_tests_pass("tests/test_blocked.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if job.status is Status.FAILED}", "if job.status is Status.DONE}"),
        ("                lost.add(job.number)\n", ""),
        ("if job.status is Status.FAILED}", "if job.errors}"),
        ("                blocked.append(job)\n", ""),
    ],
)
def test_it_fails_on_wrong_code(old, new):
    assert not own_tests_pass("tests/test_blocked.py", change=("jobline/queue.py", old, new))
