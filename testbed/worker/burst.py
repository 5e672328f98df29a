"""Puts jobs on a queue, or counts them.

Usage: burst.py HOST PORT QUEUE enqueue COUNT SECONDS
       burst.py HOST PORT QUEUE count

Prints one JSON object.
"""

import json
import sys

from redis import Redis
from rq import Queue
from rq.registry import FailedJobRegistry, FinishedJobRegistry, StartedJobRegistry

# Longer than any test looks at them.
KEEP_RESULTS_SECONDS = 3600


def main(host, port, name, action, *numbers):
    connection = Redis(host=host, port=int(port))
    queue = Queue(name, connection=connection)
    if action == "enqueue":
        count, seconds = numbers
        for _ in range(int(count)):
            queue.enqueue(
                "jobs.render",
                float(seconds),
                job_timeout=300,
                result_ttl=KEEP_RESULTS_SECONDS,
                failure_ttl=KEEP_RESULTS_SECONDS,
            )
    counts = {
        "queued": queue.count,
        "started": StartedJobRegistry(queue=queue).count,
        "finished": FinishedJobRegistry(queue=queue).count,
        "failed": FailedJobRegistry(queue=queue).count,
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
