from jobline import Job, Status


def test_is_open():
    assert {status.value: Job(1, "x", status=status).is_open for status in Status} == {
        "waiting": True, "running": True, "done": False, "failed": False,
    }
