import pytest

from jobline import JobError, Queue, RetryPolicy, Status, UnknownJob


def test_numbers_count_up():
    queue = Queue()
    assert [queue.add("a").number, queue.add("b").number] == [1, 2]
    assert len(queue) == 2


def test_the_most_urgent_is_first_and_the_older_of_equals():
    queue = Queue()
    for title, priority in (("low", 1), ("high", 5), ("high too", 5)):
        queue.add(title, priority)
    assert [job.title for job in queue.ready()] == ["high", "high too", "low"]


def test_a_job_waits_for_others():
    queue = Queue()
    queue.add("first")
    queue.add("second", priority=9, after=[1])
    assert queue.start_next().title == "first"
    assert queue.start_next() is None
    queue.finish(1)
    assert queue.start_next().title == "second"


def test_after_must_exist():
    with pytest.raises(UnknownJob):
        Queue().add("x", after=[7])


def test_a_failed_job_is_tried_again_later():
    queue = Queue(retry=RetryPolicy(max_attempts=2, first_wait=10))
    queue.add("flaky")
    queue.start_next(now=100)
    queue.fail(1, "no network", now=100)
    assert queue.start_next(now=105) is None
    assert queue.start_next(now=110).attempts == 2
    queue.fail(1, "no network", now=111)
    assert queue.get(1).status is Status.FAILED
    assert queue.get(1).errors == ["no network", "no network"]


def test_only_a_running_job_can_finish():
    queue = Queue()
    queue.add("x")
    with pytest.raises(JobError, match="waiting, not running"):
        queue.finish(1)


def test_blocked_jobs():
    queue = Queue(retry=RetryPolicy(max_attempts=1))
    queue.add("a")
    queue.add("b", after=[1])
    queue.add("c", after=[2])
    queue.start_next()
    queue.fail(1, "broken")
    assert [job.number for job in queue.blocked()] == [2, 3]
