"""Puts jobs on a queue, and tells what becomes of them.

Usage: burst.py HOST PORT QUEUE enqueue COUNT SECONDS
       burst.py HOST PORT QUEUE schedule DELAY SECONDS
       burst.py HOST PORT QUEUE count
       burst.py HOST PORT QUEUE waits SINCE

Prints one JSON object: jobs by where RQ has them, and the hosts of workers by
whether they are in a job. `waits`: of the finished jobs that were enqueued since
then (seconds of the epoch) the seconds from the queue to a worker.
"""

import json
import sys
from datetime import timedelta, timezone

from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.registry import FailedJobRegistry, FinishedJobRegistry, StartedJobRegistry

# Longer than any test looks at them.
OPTIONS = {"job_timeout": 300, "result_ttl": 3600, "failure_ttl": 3600}


def main(host, port, name, action, *numbers):
    connection = Redis(host=host, port=int(port))
    queue = Queue(name, connection=connection)
    if action == "enqueue":
        count, seconds = numbers
        for _ in range(int(count)):
            queue.enqueue("jobs.render", float(seconds), **OPTIONS)
    if action == "schedule":
        delay, seconds = numbers
        queue.enqueue_in(timedelta(seconds=float(delay)), "jobs.render", float(seconds), **OPTIONS)
    if action == "waits":
        print(json.dumps(waits(queue, connection, float(numbers[0]))))
        return
    workers = Worker.all(queue=queue)
    counts = {
        "queued": queue.count,
        "scheduled": queue.scheduled_job_registry.count,
        "started": StartedJobRegistry(queue=queue).count,
        "finished": FinishedJobRegistry(queue=queue).count,
        "failed": FailedJobRegistry(queue=queue).count,
        "busy": [worker.hostname for worker in workers if worker.get_state() == "busy"],
        "idle": [worker.hostname for worker in workers if worker.get_state() == "idle"],
    }
    print(json.dumps(counts))


def waits(queue, connection, since):
    ids = FinishedJobRegistry(queue=queue).get_job_ids()
    jobs = [job for job in Job.fetch_many(ids, connection=connection) if job is not None]
    return [
        (aware(job.started_at) - aware(job.enqueued_at)).total_seconds()
        for job in jobs
        if aware(job.enqueued_at).timestamp() >= since
    ]


def aware(moment):
    """RQ 2 gives times of UTC without saying so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


if __name__ == "__main__":
    main(*sys.argv[1:])
