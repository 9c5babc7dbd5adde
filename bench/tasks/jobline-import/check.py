from support import WORKSPACE, run_python

from jobline import Queue, Status


def test_each_module_can_be_imported():
    for name in ("cli", "queue", "store", "job", "retry"):
        assert run_python("-c", f"import jobline.{name}").returncode == 0


def test_no_new_module():
    assert not (WORKSPACE / "jobline" / "status.py").exists()
    queue = Queue()
    queue.add("x")
    assert queue.start_next().status is Status.RUNNING
