"""Puts jobs on a queue, and tells what becomes of them.

Usage: burst.py HOST PORT QUEUE enqueue COUNT SECONDS
       burst.py HOST PORT QUEUE schedule DELAY SECONDS
       burst.py HOST PORT QUEUE count

Prints one JSON object: jobs by where RQ has them, and the hosts of workers by
whether they are in a job.
"""

import json
import sys
from datetime import timedelta

from redis import Redis
from rq import Queue, Worker
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


if __name__ == "__main__":
    main(*sys.argv[1:])
