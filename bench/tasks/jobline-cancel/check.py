import pytest

from jobline import JobError, Queue, Status, UnknownJob
from jobline.store import load, save


def test_open_jobs_can_be_cancelled(tmp_path):
    queue = Queue()
    queue.add("a")
    queue.add("b", after=[1])
    queue.add("c")
    queue.start_next()
    queue.cancel(1)
    queue.cancel(3)
    assert [queue.get(number).status for number in (1, 3)] == [Status.CANCELLED] * 2
    assert Status.CANCELLED.value == "cancelled"
    assert queue.start_next() is None
    assert [job.number for job in queue.blocked()] == [2]
    assert not queue.get(1).is_open
    save(queue, tmp_path / "q.json")
    assert load(tmp_path / "q.json").get(1).status is Status.CANCELLED


@pytest.mark.parametrize("status", ["done", "failed", "cancelled"])
def test_others_cannot(status):
    queue = Queue()
    queue.add("x").status = Status(status)
    with pytest.raises(JobError):
        queue.cancel(1)
    with pytest.raises(UnknownJob):
        queue.cancel(2)
