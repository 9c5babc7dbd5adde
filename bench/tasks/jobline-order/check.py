from jobline import Queue


def test_order():
    queue = Queue()
    for priority in (0, 3, -1, 3, 10):
        queue.add(f"p{priority}", priority)
    assert [job.number for job in queue.ready()] == [5, 2, 4, 1, 3]
    started = [queue.start_next().number for _ in range(5)]
    assert started == [5, 2, 4, 1, 3]
    assert queue.start_next() is None
