"""The queue: which job is next, and what happens to it."""

from jobline.errors import JobError, UnknownJob
from jobline.job import Job, Status
from jobline.retry import RetryPolicy


class Queue:
    def __init__(self, jobs=(), retry=None):
        self._jobs = {job.number: job for job in jobs}
        self.retry = retry or RetryPolicy()

    def __iter__(self):
        return iter(sorted(self._jobs.values(), key=lambda job: job.number))

    def __len__(self):
        return len(self._jobs)

    def get(self, number):
        """The job with this number. Raises UnknownJob."""
        try:
            return self._jobs[number]
        except KeyError:
            raise UnknownJob(number) from None

    def add(self, title, priority=0, after=()):
        """Append a job that starts only when the jobs in `after` are done."""
        for number in after:
            self.get(number)
        number = max(self._jobs, default=0) + 1
        job = Job(number, title, priority, tuple(after))
        self._jobs[number] = job
        return job

    def ready(self, now=0.0):
        """The jobs that could start now, the most urgent first; the older one of two equal ones."""
        jobs = [job for job in self if self._can_start(job, now)]
        return sorted(jobs, key=lambda job: (-job.priority, job.number))

    def start_next(self, now=0.0):
        """Mark the most urgent ready job as running and return it, or None."""
        jobs = self.ready(now)
        if not jobs:
            return None
        jobs[0].status = Status.RUNNING
        jobs[0].attempts += 1
        return jobs[0]

    def finish(self, number):
        """A running job succeeded. Raises JobError when it does not run."""
        self._running(number).status = Status.DONE

    def fail(self, number, error, now=0.0):
        """A running job failed: it waits for the next attempt, or is given up."""
        job = self._running(number)
        job.errors.append(error)
        if self.retry.may_retry(job.attempts):
            job.status = Status.WAITING
            job.not_before = now + self.retry.wait(job.attempts)
        else:
            job.status = Status.FAILED

    def blocked(self):
        """Waiting jobs that can never start, because a job they wait for has failed for good."""
        lost = {job.number for job in self if job.status is Status.FAILED}
        blocked = []
        for job in self:
            if job.status is Status.WAITING and lost.intersection(job.after):
                lost.add(job.number)
                blocked.append(job)
        return blocked

    def _can_start(self, job, now):
        done = all(self.get(number).status is Status.DONE for number in job.after)
        return job.status is Status.WAITING and job.not_before <= now and done

    def _running(self, number):
        job = self.get(number)
        if job.status is not Status.RUNNING:
            raise JobError(f"job {number} is {job.status.value}, not running")
        return job
