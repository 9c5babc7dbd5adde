import json

import pytest

from jobline import JobError, Queue, Status
from jobline.store import load, save


def test_every_status_survives(tmp_path):
    queue = Queue()
    for number, status in enumerate(Status, 1):
        queue.add(str(number)).status = status
    save(queue, tmp_path / "q.json")
    assert [job.status for job in load(tmp_path / "q.json")] == list(Status)
    assert [item["status"] for item in json.loads((tmp_path / "q.json").read_text())] == [s.value for s in Status]


@pytest.mark.parametrize("status", [Status.WAITING, Status.DONE, Status.FAILED])
def test_only_running_jobs_finish(status):
    queue = Queue()
    queue.add("x").status = status
    with pytest.raises(JobError):
        queue.finish(1)
    assert queue.get(1).status is status
