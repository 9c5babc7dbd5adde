from jobline import Queue, RetryPolicy


def test_chains_and_branches():
    queue = Queue(retry=RetryPolicy(max_attempts=1))
    queue.add("a", priority=1)
    queue.add("b")
    queue.add("c", after=[1])
    queue.add("d", after=[2, 3])
    queue.add("e", after=[4])
    queue.add("f", after=[2])
    assert queue.blocked() == []
    queue.start_next()
    queue.fail(1, "broken")
    assert [job.number for job in queue.blocked()] == [3, 4, 5]
